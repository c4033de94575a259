/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eeh.c - EEH_PE_OP for PEs that are well.
 *
 * Freezes and recoveries are not modelled: every operation on a healthy PE
 * works but for the injection of errors, and its state is 0, "normal".
 */
#include "model/ioctl.h"
#include "model/uapi.h"
#include "model/user.h"

enum {
	EEH_CONFIGURE = 8,
	EEH_INJECT_ERR = 9,
	EEH_ERR_TYPES = 2, /* 32 and 64 bits */
	EEH_ERR_FUNCS = 20
};

/*
 * eeh_pe_inject_err() looks at the function, pnv_eeh_err_inject() at the type.
 * Firmware that injects nothing (as under QEMU) is -EIO; what an injection
 * would do to the PE is not modelled.
 */
static int inject(struct tcesim_machine *m, struct uapi_eeh_op *op,
                  const struct tcesim_argument *user)
{
	int err;

	if (op->argsz < UAPI_EEH_INJECT_MINSZ)
		return refuse(m, WHY_ARGSZ, -EINVAL);
	err = copy_in(m, op, user, UAPI_EEH_INJECT_MINSZ);
	if (err)
		return err;
	if (op->err_func >= EEH_ERR_FUNCS)
		return refuse(m, WHY_EEH_OP, -EINVAL);
	if (op->err_type >= EEH_ERR_TYPES)
		return refuse(m, WHY_EEH_OP, -ERANGE);
	return refuse(m, WHY_EEH_OP, -EIO);
}

/* vfio_spapr_iommu_eeh_ioctl(), once for each group. */
static int pe_op(struct tcesim_machine *m, const struct tcesim_argument *user)
{
	struct uapi_eeh_op op = { 0 };
	int err;

	/* The PEs of a guest's hypervisor are not known to it as EEH PEs. */
	if (!m->config.eeh || m->config.platform == TCESIM_PSERIES)
		return refuse(m, WHY_EEH_OP, -ENODEV);
	err = copy_in(m, &op, user, UAPI_EEH_MINSZ);
	if (err)
		return err;
	if (op.argsz < UAPI_EEH_MINSZ)
		return refuse(m, WHY_ARGSZ, -EINVAL);
	if (op.flags)
		return refuse(m, WHY_FLAGS, -EINVAL);
	if (op.op == EEH_INJECT_ERR)
		return inject(m, &op, user);
	if (op.op > EEH_CONFIGURE)
		return refuse(m, WHY_EEH_OP, -EINVAL);
	return 0;
}

int eeh_pe_op(struct tcesim_machine *m, const struct container *c,
              const struct tcesim_argument *user)
{
	const struct group *group;

	for_each_group(group, m, c) {
		int result = pe_op(m, user);

		if (result)
			return result;
	}
	return 0;
}
