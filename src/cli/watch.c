/* SPDX-License-Identifier: MIT
 * watch.c - waits for files to be saved (inotify).
 *
 * Folders are watched, not files: editors write a new file and move it into the place of the old one.  All
 * that is saved within a few milliseconds is one change.  Of a link both folders are watched, the link's and that
 * of the file it leads to; of a folder that was named also the one it lies in, since it may be replaced as a whole.
 * What changed is not told by events, which only wake: the memo finds that out (rule/memo.c), and the rules
 * before stay in use until the new ones compile. */
#include "cli/watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { QUIET_MS = 10, TREE_DEPTH = 32 };

typedef struct place {
  int wd;
  unsigned kind;
  bool root; /* `only` is a folder that was named */
  char *folder;
  char *only; /* a name in it; NULL: all files */
} place;

struct watch {
  int fd;
  TRAWL_VEC(place) places;
  char changed[NAME_MAX + 1]; /* the name of a file that was saved */
  const char *ignored;        /* a name, or NULL */
};

watch *watch_new(void)
{
  watch *w = calloc(1, sizeof *w);
  if (w) {
    w->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  }
  if (!w || w->fd < 0) {
    message("--watch: %s", strerror(errno));
    free(w);
    return NULL;
  }
  return w;
}

void watch_free(watch *w)
{
  if (w) {
    for (uint32_t i = 0; i < w->places.len; ++i) {
      free(w->places.at[i].folder);
      free(w->places.at[i].only);
    }
    trawl_vec_clear(&w->places);
    close(w->fd);
    free(w);
  }
}

/* ---- what is watched ----------------------------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_known(const watch *w, const place *new)
{
  for (uint32_t i = 0; i < w->places.len; ++i) {
    const place *at = &w->places.at[i];
    if (at->wd == new->wd && at->kind == new->kind && at->root == new->root && same_name(at->only, new->only)) {
      return true;
    }
  }
  return false;
}

/* A folder that is watched already is the same place again. */
static bool add_folder(watch *w, const char *folder, const char *only, unsigned kind, bool root)
{
  const place new = {
    .wd = inotify_add_watch(w->fd, folder,
                            IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR),
    .kind = kind,
    .root = root,
    .folder = strdup(folder),
    .only = only ? strdup(only) : NULL,
  };
  const bool known = new.wd >= 0 && is_known(w, &new);
  const bool added = new.wd >= 0 && new.folder && (!only || new.only) && !known && trawl_vec_push(&w->places, new);
  if (!added) {
    if (!known) {
      message("--watch: %s: %s", folder, strerror(errno));
    }
    free(new.folder);
    free(new.only);
  }
  return added || known;
}

/* The file itself, by its name in the folder that it lies in. */
static bool add_name(watch *w, const char *path, unsigned kind, bool root)
{
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
  const bool fine = folder && add_folder(w, folder, slash ? slash + 1 : path, kind, root);
  free(folder);
  return fine;
}

/* A link to a file: where that file lies. */
static bool add_target(watch *w, const char *link, unsigned kind)
{
  char real[PATH_MAX];
  return !realpath(link, real) || add_name(w, real, kind, false);
}

static bool add_tree(watch *w, const char *folder, unsigned kind, unsigned depth)
{
  DIR *dir = opendir(folder);
  bool fine = add_folder(w, folder, NULL, kind, false);
  for (struct dirent *entry; fine && dir && (entry = readdir(dir)) && depth < TREE_DEPTH;) {
    trawl_buf path = {.at = NULL};
    struct stat info;
    trawl_buf_printf(&path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.' && lstat(trawl_buf_str(&path), &info) == 0) {
      fine = S_ISDIR(info.st_mode)   ? add_tree(w, trawl_buf_str(&path), kind, depth + 1)
             : S_ISLNK(info.st_mode) ? add_target(w, trawl_buf_str(&path), kind)
                                     : true;
    }
    trawl_buf_clear(&path);
  }
  if (dir) {
    closedir(dir);
  }
  return fine;
}

bool watch_add(watch *w, const char *path, unsigned kind)
{
  char real[PATH_MAX];
  struct stat info;
  path += *path == '+';
  if (!realpath(path, real) || stat(real, &info) != 0) {
    return add_name(w, path, kind, false);
  }
  if (S_ISDIR(info.st_mode)) {
    return add_tree(w, real, kind, 0) && (strcmp(real, "/") == 0 || add_name(w, real, kind, true));
  }
  return add_name(w, path, kind, false) && add_name(w, real, kind, false);
}

bool watch_add_data(watch *w, const char *data)
{
  static const char *const folders[] = {"rules", "gazetteers"};
  data = data ? data : trawl_data_folder();
  bool fine = true;
  for (size_t i = 0; i < TRAWL_COUNT(folders) && fine && data; ++i) {
    trawl_buf path = {.at = NULL};
    trawl_buf_printf(&path, "%s/%s", data, folders[i]);
    fine = watch_add(w, trawl_buf_str(&path), WATCH_RULES);
    trawl_buf_clear(&path);
  }
  return fine;
}

void watch_ignore(watch *w, const char *path)
{
  const char *slash = strrchr(path, '/');
  w->ignored = slash ? slash + 1 : path;
}

/* ---- waiting ------------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *suffix)
{
  const size_t n = strlen(text), m = strlen(suffix);
  return n >= m && strcmp(text + n - m, suffix) == 0;
}

static bool counts(const place *at, const char *name)
{
  if (at->only) {
    return strcmp(at->only, name) == 0;
  }
  return name[0] != '.' && (at->kind != WATCH_RULES || ends_with(name, ".yaml") || ends_with(name, ".tsv"));
}

/* The output, and what it is called while it is being written. */
static bool is_ignored(const watch *w, const char *name)
{
  const size_t len = w->ignored ? strlen(w->ignored) : 0;
  return len && strncmp(name, w->ignored, len) == 0 && (name[len] == '\0' || name[len] == '.');
}

/* A folder that came is watched as well; what was saved in it before counts. One that went takes its files
 * along. */
static unsigned kind_of_folder(watch *w, const place *at, const struct inotify_event *event)
{
  trawl_buf path = {.at = NULL};
  bool counts = at->only ? at->root && strcmp(at->only, event->name) == 0 : event->name[0] != '.';
  trawl_buf_printf(&path, "%s/%s", at->folder, event->name);
  if (counts && event->mask & (IN_CREATE | IN_MOVED_TO)) {
    counts = add_tree(w, trawl_buf_str(&path), at->kind, 0);
  }
  trawl_buf_clear(&path);
  return counts ? at->kind : 0;
}

/* What is created is not yet written, unless it is a name for a file that is. */
static bool is_link(watch *w, const place *at, const char *name)
{
  struct stat info;
  trawl_buf path = {.at = NULL};
  trawl_buf_printf(&path, "%s/%s", at->folder, name);
  const bool found = lstat(trawl_buf_str(&path), &info) == 0;
  const bool symbolic = found && S_ISLNK(info.st_mode);
  if (symbolic) {
    add_target(w, trawl_buf_str(&path), at->kind);
  }
  trawl_buf_clear(&path);
  return symbolic || (found && S_ISREG(info.st_mode) && info.st_nlink > 1);
}

/* The bits of an event. */
static unsigned kinds_of(watch *w, const struct inotify_event *event)
{
  unsigned kinds = 0;
  if (event->mask & IN_Q_OVERFLOW) {
    return WATCH_RULES | WATCH_INPUTS;
  }
  const uint32_t count = w->places.len;
  for (uint32_t i = 0; i < count && event->len; ++i) {
    const place at = w->places.at[i];
    unsigned kind = 0;
    if (at.wd != event->wd) {
      continue;
    }
    if (event->mask & IN_ISDIR) {
      kind = kind_of_folder(w, &at, event);
    } else if (counts(&at, event->name) && !is_ignored(w, event->name)) {
      const bool link = event->mask & (IN_CREATE | IN_MOVED_TO) && is_link(w, &at, event->name);
      kind = link || !(event->mask & IN_CREATE) ? at.kind : 0;
    }
    if (kind) {
      snprintf(w->changed, sizeof w->changed, "%s", event->name);
    }
    kinds |= kind;
  }
  return kinds;
}

static unsigned read_events(watch *w)
{
  _Alignas(struct inotify_event) char bytes[16384];
  unsigned kinds = 0;
  for (ssize_t len; (len = read(w->fd, bytes, sizeof bytes)) > 0;) {
    for (const char *at = bytes; at < bytes + len;) {
      const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
      kinds |= kinds_of(w, event);
      at += sizeof *event + event->len;
    }
  }
  return kinds;
}

/* 0: interrupted, or nobody reads the output any more. */
static unsigned wait_for_change(watch *w)
{
  struct pollfd fds[] = {{.fd = w->fd, .events = POLLIN}, {.fd = STDOUT_FILENO}};
  unsigned kinds = 0;
  while (!output_interrupted()) {
    const int ready = poll(fds, TRAWL_COUNT(fds), kinds ? QUIET_MS : -1);
    if (ready <= 0) {
      return ready < 0 ? 0 : kinds;
    }
    if (fds[1].revents & POLLERR) {
      return 0;
    }
    kinds |= read_events(w);
  }
  return 0;
}

int watch_run(watch *w, int (*once)(void *with, unsigned changed), void *with)
{
  int code = once(with, WATCH_RULES | WATCH_INPUTS);
  message("watching: whatever is saved is run again");
  for (unsigned changed; (changed = wait_for_change(w)) != 0;) {
    message("%s was saved", w->changed);
    code = once(with, changed);
  }
  return code;
}

bool watch_reopen(watched_pipeline *in_use, const trawl_config *config, bool quiet, unsigned changed)
{
  if (!(changed & WATCH_RULES)) {
    return in_use->pipeline != NULL;
  }
  trawl_pipeline *fresh = NULL;
  trawl_config again = *config;
  again.memo = in_use->memo;
  in_use->code = pipeline_open_config(&again, quiet, &fresh);
  if (in_use->code != EXIT_DONE) {
    if (in_use->pipeline) {
      message("the rules before stay in use");
    }
    return false;
  }
  trawl_pipeline_free(in_use->pipeline);
  in_use->pipeline = fresh;
  return true;
}

void watched_pipeline_close(watched_pipeline *in_use)
{
  trawl_pipeline_free(in_use->pipeline);
  trawl_memo_free(in_use->memo);
  *in_use = (watched_pipeline){.pipeline = NULL};
}
