/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "sim/vfio/host.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VFIO_PCI "/sys/bus/pci/drivers/vfio-pci"

enum {
	LINK_MAX_BYTES = 512
};

static int by_address(const void *a, const void *b)
{
	const struct host_group *left = a, *right = b;

	return strcmp(left->device, right->device);
}

/* The number at the end of the link to the device's group. */
static int group_of(const char *device, unsigned int *id)
{
	char path[LINK_MAX_BYTES], target[LINK_MAX_BYTES];
	ssize_t length;

	snprintf(path, sizeof(path), VFIO_PCI "/%s/iommu_group", device);
	length = readlink(path, target, sizeof(target) - 1);
	if (length < 0)
		return 0;
	target[length] = '\0';
	return sscanf(strrchr(target, '/'), "/%u", id) == 1;
}

/* On powernv the name of a group tells where it is. */
static void find_endpoint(struct host_group *group)
{
	char path[LINK_MAX_BYTES];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/kernel/iommu_groups/%u/name",
	         group->id);
	file = fopen(path, "r");
	group->domain = group->endpoint = UINT_MAX;
	if (!file)
		return;
	if (fscanf(file, "domain%u-pe%x", &group->domain, &group->endpoint) !=
	    2)
		group->domain = UINT_MAX;
	fclose(file);
}

/* As guards of the scenario language have it. */
static void find_platform(char platform[PLATFORM_NAME_MAX])
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	unsigned int power = 0;
	bool guest = false;
	char line[128];

	while (file && fgets(line, sizeof(line), file)) {
		sscanf(line, "cpu : POWER%u", &power);
		guest |= strstr(line, "pSeries") != NULL;
	}
	if (file)
		fclose(file);
	if (guest)
		snprintf(platform, PLATFORM_NAME_MAX, "pseries");
	else
		snprintf(platform, PLATFORM_NAME_MAX, "powernv%u", power % 100);
}

void host_find(struct host *host)
{
	struct host_group *group;
	struct dirent *entry;
	DIR *drivers = opendir(VFIO_PCI);

	find_platform(host->platform);
	host->groups = 0;
	while (drivers && (entry = readdir(drivers))) {
		group = &host->group[host->groups];
		if (host->groups == HOST_GROUPS_MAX)
			break;
		if (strlen(entry->d_name) >= sizeof(group->device) ||
		    !strchr(entry->d_name, ':') ||
		    !group_of(entry->d_name, &group->id))
			continue;
		strcpy(group->device, entry->d_name);
		find_endpoint(group);
		host->groups++;
	}
	if (drivers)
		closedir(drivers);
	qsort(host->group, host->groups, sizeof(host->group[0]), by_address);
}

size_t host_free_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	unsigned long long kib = 0;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %llu", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return (size_t)kib << 10;
}
