"""Pages of what works beside the jobs: lanes, watch folders, presets, LUTs, the bucket."""
