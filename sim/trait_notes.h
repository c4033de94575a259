/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trait_notes.h - what is known about each trait of the model: where the
 * behaviour is seen, since when, how surely, and which scenario shows it.
 */
#ifndef SIM_TRAIT_NOTES_H
#define SIM_TRAIT_NOTES_H

enum evidence {
	EVIDENCE_MEASURED, /* a running kernel was asked */
	EVIDENCE_EXECUTED, /* functions of the kernel were run outside of it */
	EVIDENCE_READ,     /* the sources of the kernels were read */
	EVIDENCE_TOLD,     /* a changelog or a posting says so */
	EVIDENCE_RECALLED, /* from memory of the history, unconfirmed */
};

struct trait_note {
	const char *trait;
	const char *part;     /* what it belongs to; NULL: as the one before */
	const char *scenario; /* that shows it, below scenarios/ */
	const char *when;     /* "attach to 4.9, demand from 4.10" */
	const char *commit;   /* that made the change; NULL: unknown, or none */
	const char *where;    /* file: function */
	enum evidence evidence;
	const char *more; /* what else one should know, or NULL */
};

/* Of trait INDEX of the model.  ->trait is NULL when nothing is known. */
const struct trait_note *trait_note(unsigned int index);
/* "measured" */
const char *evidence_name(enum evidence evidence);

#endif
