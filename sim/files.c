/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sim/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void files_release(struct file_names *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->name[i]);
	free(files->name);
	*files = (struct file_names){ 0 };
}

/* Takes NAME over. */
static bool add_name(struct file_names *files, char *name)
{
	if (name && files->count == files->room) {
		size_t room = files->room ? 2 * files->room : 64;
		char **grown = realloc(files->name, room * sizeof(*grown));

		if (!grown) {
			free(name);
			return false;
		}
		files->name = grown;
		files->room = room;
	}
	if (name)
		files->name[files->count++] = name;
	return name;
}

static char *join(const char *folder, const char *name)
{
	size_t length = strlen(folder);
	const char *slash = length && folder[length - 1] == '/' ? "" : "/";
	size_t size = length + strlen(name) + 2;
	char *path = malloc(size);

	if (path)
		snprintf(path, size, "%s%s%s", folder, slash, name);
	return path;
}

static bool is_scenario(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && !strcmp(name + length - 4, ".scn");
}

static bool is_folder(const char *path)
{
	struct stat status;

	return !lstat(path, &status) && S_ISDIR(status.st_mode);
}

static bool walk(struct file_names *files, const char *folder);

/* Scenarios are not looked at: there may be very many. */
static bool add_entry(struct file_names *files, const char *folder,
                      const char *name)
{
	char *path;
	bool fine = true;

	if (name[0] == '.')
		return true;
	path = join(folder, name);
	if (!path)
		return false;
	if (is_scenario(name))
		return add_name(files, path);
	if (is_folder(path))
		fine = walk(files, path);
	free(path);
	return fine;
}

static bool walk(struct file_names *files, const char *folder)
{
	DIR *open = opendir(folder);
	struct dirent *entry;
	bool fine = true;
	int saved;

	if (!open)
		return false;
	while (fine && (entry = readdir(open)))
		fine = add_entry(files, folder, entry->d_name);
	saved = errno;
	closedir(open);
	errno = saved;
	return fine;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool files_add(struct file_names *files, const char *path)
{
	size_t first = files->count;
	struct stat status;

	if (!strcmp(path, "-") || stat(path, &status) ||
	    !S_ISDIR(status.st_mode))
		return add_name(files, strdup(path));
	if (!walk(files, path))
		return false;
	if (files->count > first)
		qsort(files->name + first, files->count - first,
		      sizeof(*files->name), by_name);
	return true;
}
