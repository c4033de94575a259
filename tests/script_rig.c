/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/script_rig.h"

#include <check.h>
#include <string.h>

void script_rig_init(struct script_rig *r)
{
	memset(r, 0, sizeof(*r));
	ck_assert(model_vocabulary_init(&r->names));
	r->vocabulary = &r->names.vocabulary;
	r->reader = reader_new(r->vocabulary);
}

void script_rig_release(struct script_rig *r)
{
	script_release(&r->script);
	reader_free(r->reader);
	model_vocabulary_release(&r->names);
}

void script_rig_error(void *context, const char *text)
{
	(void)text;
	((struct script_rig *)context)->errors++;
}

enum reader_status script_rig_read(struct script_rig *r, const char *text)
{
	return script_read_text(&r->script, r->reader, r->vocabulary, "test",
	                        span_of(text), script_rig_error, r,
	                        &r->scenario);
}
