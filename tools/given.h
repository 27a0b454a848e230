/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options that change nothing: who gives a parameter expects that it is used. */
#ifndef TOOLS_GIVEN_H
#define TOOLS_GIVEN_H

#include "common.h"

/* Says that a parameter given by an option or --set is not used, and what takes it. Columns, which
 * many filters share, are passed over. After the input is open. */
void tool_note_unused(struct run *run, enum inv_param p, const char *taker);

#endif
