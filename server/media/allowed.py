"""Closed lists: what an untrusted file may be opened as."""

from __future__ import annotations

# With `file` alone a playlist named .mp4 still reads other local files; the format list is what stops it.
PROTOCOLS = "file"
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mxf,avi,mpegts,mpeg,mpegvideo,asf,flv,wav,w64,mp3,flac,aac,aiff,ogg,caf,"
    "dv,gxf,h264,hevc"
)
MAX_ALLOC = 2_000_000_000
# FFmpeg's decoders of what cameras, phones, recorders, screen grabbers and editing programs write. The others (of
# games, of the web's early years, experiments) hold most of the holes and none of the footage.
_VIDEO = (
    "aic apv av1 libdav1d libaom-av1 avrp avui bmp cfhd cinepak dirac dnxhd dpx dvvideo exr ffv1 ffvhuff flv h261 h263 "
    "h264 hap hevc hq_hqa hqx huffyuv jpeg2000 magicyuv mjpeg mjpegb mpeg1video mpeg2video mpegvideo mpeg4 msmpeg4v2 "
    "msmpeg4 notchlc pixlet png prores prores_raw qtrle r10k r210 rawvideo speedhq svq1 svq3 targa theora tiff utvideo "
    "v210 v210x v308 v408 v410 vc1 vp6 vp6f vp8 libvpx vp9 libvpx-vp9 vvc wmv1 wmv2 wmv3 y41p yuv4"
)
_AUDIO = (
    "aac aac_latm ac3 adpcm_ima_qt adpcm_ima_wav adpcm_ms adpcm_swf alac amrnb amrwb dca dolby_e dvaudio eac3 flac "
    "g722 g726 g726le gsm gsm_ms mace3 mace6 mlp mp1 mp1float mp2 mp2float mp3 mp3float nellymoser opus libopus "
    "qdm2 qdmc s302m speex truehd vorbis libvorbis wavpack wmalossless wmapro wmav1 wmav2"
)
_PCM = (
    "alaw bluray dvd f16le f24le f32be f32le f64be f64le lxf mulaw s16be s16be_planar s16le s16le_planar s24be "
    "s24daud s24le s24le_planar s32be s32le s32le_planar s64be s64le s8 s8_planar u16be u16le u24be u24le u32be "
    "u32le u8"
)
DECODERS = frozenset((*_VIDEO.split(), *_AUDIO.split(), *(f"pcm_{kind}" for kind in _PCM.split())))
CODECS = ",".join(sorted(DECODERS))
