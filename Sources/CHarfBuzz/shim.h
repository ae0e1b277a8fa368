#include <harfbuzz/hb.h>
#include <stddef.h>

// The library that subsets fonts. Ubuntu 22.04 builds HarfBuzz 2.7.4 without it.
#if HB_VERSION_ATLEAST(2, 9, 1) && __has_include(<harfbuzz/hb-subset.h>)
#include <harfbuzz/hb-subset.h>

/// Whether this HarfBuzz can subset fonts.
static inline int hb_shim_can_subset(void) { return 1; }

/// The part of `face` that shows `characters`, with `features` kept beside HarfBuzz's default ones.
/// The result belongs to the caller; NULL where HarfBuzz fails.
static inline hb_face_t *hb_shim_subset(hb_face_t *face, const uint32_t *characters,
                                        unsigned character_count, const hb_tag_t *features,
                                        unsigned feature_count) {
  hb_subset_input_t *input = hb_subset_input_create_or_fail();
  if (input == NULL) return NULL;
  hb_set_t *wanted = hb_subset_input_unicode_set(input);
  for (unsigned i = 0; i < character_count; i++) hb_set_add(wanted, characters[i]);
  hb_set_t *kept = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
  for (unsigned i = 0; i < feature_count; i++) hb_set_add(kept, features[i]);
  hb_face_t *subset = hb_subset_or_fail(face, input);
  hb_subset_input_destroy(input);
  return subset;
}

#else

static inline int hb_shim_can_subset(void) { return 0; }

static inline hb_face_t *hb_shim_subset(hb_face_t *face, const uint32_t *characters,
                                        unsigned character_count, const hb_tag_t *features,
                                        unsigned feature_count) {
  (void)face, (void)characters, (void)character_count, (void)features, (void)feature_count;
  return NULL;
}

#endif
