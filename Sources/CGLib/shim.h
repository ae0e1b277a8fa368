#include <gio/gio.h>
#include <glib.h>
