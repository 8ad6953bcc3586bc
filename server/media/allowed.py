"""Closed lists: what an untrusted file may be opened as."""

from __future__ import annotations

# With `file` alone a playlist named .mp4 still reads other local files; the format list is what stops it.
PROTOCOLS = "file"
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mxf,avi,mpegts,mpeg,mpegvideo,asf,flv,wav,w64,mp3,flac,aac,aiff,ogg,caf,"
    "dv,h264,hevc"
)
MAX_ALLOC = 2_000_000_000
