/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_json.h - parts of an answer that are the same in every trace. */
#ifndef SIM_ANSWER_JSON_H
#define SIM_ANSWER_JSON_H

#include "sim/answer.h"
#include "sim/json.h"

/* "out": fields by name, numbers or "untouched". */
void json_fields(struct json *json, const struct answer *answer);
/* "at": an address as scenarios have it. */
void json_place(struct json *json, const struct place *place);

#endif
