/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.h - the error numbers of Linux on powerpc.
 *
 * The model answers with these on every host, so it never includes <errno.h>,
 * whose numbers are the host's.
 */
#ifndef MODEL_ERROR_H
#define MODEL_ERROR_H

/* clang-format off */
#define ERROR_LIST(X)                                                         \
	X(EPERM, 1) X(ENOENT, 2) X(ESRCH, 3) X(EINTR, 4) X(EIO, 5)            \
	X(ENXIO, 6) X(E2BIG, 7) X(ENOEXEC, 8) X(EBADF, 9) X(ECHILD, 10)       \
	X(EAGAIN, 11) X(ENOMEM, 12) X(EACCES, 13) X(EFAULT, 14)               \
	X(ENOTBLK, 15) X(EBUSY, 16) X(EEXIST, 17) X(EXDEV, 18)                \
	X(ENODEV, 19) X(ENOTDIR, 20) X(EISDIR, 21) X(EINVAL, 22)              \
	X(ENFILE, 23) X(EMFILE, 24) X(ENOTTY, 25) X(ETXTBSY, 26)              \
	X(EFBIG, 27) X(ENOSPC, 28) X(ESPIPE, 29) X(EROFS, 30)                 \
	X(EMLINK, 31) X(EPIPE, 32) X(EDOM, 33) X(ERANGE, 34)                  \
	X(EDEADLK, 35) X(ENAMETOOLONG, 36) X(ENOLCK, 37) X(ENOSYS, 38)        \
	X(ENOTEMPTY, 39) X(ELOOP, 40) X(ENOMSG, 42) X(EIDRM, 43)              \
	X(ECHRNG, 44) X(EDEADLOCK, 58) X(ENODATA, 61) X(ETIME, 62)            \
	X(EPROTO, 71) X(EOVERFLOW, 75) X(EBADFD, 77) X(EMSGSIZE, 90)          \
	X(EOPNOTSUPP, 95) X(ETIMEDOUT, 110) X(EALREADY, 114)                  \
	X(EINPROGRESS, 115) X(ESTALE, 116) X(EREMOTEIO, 121)                  \
	X(ECANCELED, 125)
/* clang-format on */

#define ERROR_ENUM(name, number) name = number,
enum error {
	ERROR_LIST(ERROR_ENUM)
};
#undef ERROR_ENUM

#endif
