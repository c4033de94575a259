# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of the model's own code."""
