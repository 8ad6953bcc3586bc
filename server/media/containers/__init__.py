"""What cameras write beside picture and sound, read from the bytes where FFmpeg does not tell it.

Every parser gets bytes or a `Read`, looks at a bounded number of them, and says None (or nothing) for what it does not
understand: these files come from anywhere.
"""
