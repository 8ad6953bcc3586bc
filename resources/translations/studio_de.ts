<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message>
        <source>Proxies are being made</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs are done</source>
        <comment>{n} job is done</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs failed</source>
        <comment>{n} job failed</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Rushes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs are not done yet</source>
        <comment>{n} job is not done yet</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{jobs}, {count} of them running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let them go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish what runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeated frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variable frame rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Silence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clipped sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of phase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unequal lengths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak {level} dBTP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Poster frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watchdog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip is not there any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera raw needs its maker&apos;s tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This codec cannot be decoded here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is larger than allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip changed while it was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another file has the proxy&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy&apos;s folder cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy&apos;s folder was removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy would not relink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FFmpeg could not make the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FFmpeg crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The encode stood still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The encode took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This clip crashed the encoder twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket wants credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket refuses the credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These credentials may not upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket is in another region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket holds another file of that name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What arrived could not be proved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The upload was damaged on the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine&apos;s clock is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket is busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound is the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio tracks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures are the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ratio of the sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start timecode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync of picture and sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last try failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tracks} × audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} fps (variable)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued again: {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is queued or done already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was queued. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs go on. Rushes is in the tray and says when they are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rushes ends when the jobs that run are done. What waits goes on at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>video levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interlaced, upper field first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interlaced, lower field first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>progressive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codec</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{timecode} (drop frame)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} frames</source>
        <comment>{n} frame</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>seen as {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turned by {angle}°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{depth} bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} channels</source>
        <comment>{n} channel</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Bring the disk or the file back, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the file&apos;s rights and the disk, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If this should be a clip, copy it from the card again and press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound needs no proxy: link the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert it with the camera maker&apos;s tool and drop the result here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who set this server up can allow pictures this large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the clip from the card again and press Retry. To keep what can be read, press Allow damage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the missing pictures from the card and press Retry. To do without them, press Allow damage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move or rename that file, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give yourself the right to write there, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the folder of the proxies alone meanwhile, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space on that disk; the job tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not published. The checks below say what differs; another preset may keep it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log says what FFmpeg wrote last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another preset may do. The log says what was written last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log says how far it came; Retry starts it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another preset may be quicker. Who set this server up can allow more time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not wipe the card. Retry goes on where the copy was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install a font such as DejaVu Sans, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Rushes again: its FFmpeg comes with it. Then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Retry to queue the job again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another preset, or mend this one under Presets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the LUT anew under LUTs, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the bucket, or name another under S3; then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give this machine a key for the bucket (~/.aws/credentials), then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check key and secret of this machine, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the key list, read and write the bucket, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the connection under S3, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not rely on that object: delete it in the bucket, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the bucket&apos;s region under S3, then press Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was overwritten. Set another prefix under S3, then Retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network; the job tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have been removed meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its history says where the job stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask who runs that server for a token that may.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that the server may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again. If that is no help, the server&apos;s log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {folder} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system knows no program to play {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system knows no program that shows folders. The file is in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ca&amp;talogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clips ever seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Watch folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules, states and reasons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What proxies are made of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L&amp;UTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks for log footage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;S3 bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where uploads go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>La&amp;nes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What works side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server ended with exit code {code}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server was started but does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server at {address} does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server ended {times} times within a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server could not be started: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Footage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of originals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{linked} of {n} proxies</source>
        <comment>{linked} of {n} proxy</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Relinks in Resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe to wipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not safe to wipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with a proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} findings</source>
        <comment>{n} finding</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Every clip ever seen, by name, camera, reel, timecode, codec or what the quality check found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines instead of pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} clips</source>
        <comment>{n} clip</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No clip has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No clip was seen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is known of how {clip} was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures instead of lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a clip first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search name, camera, reel, timecode, codec, findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markers of the clip, {form}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the other machine, the server prints its address at its start; its token is the file “token” in its home.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This &amp;computer; a server is started where none runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Another computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An address looks like https://workstation:8765.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token is one word of letters and digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the selected job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected jobs in figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a job to see its clip, checks and log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs selected</source>
        <comment>{n} job selected</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Proof</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reel, camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attempt {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolve, Premiere, Final Cut, Kdenlive: what to take where nothing speaks against it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows machines and Resolve on Linux; Media Composer people know it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small files for laptops. Cuts less smoothly than the two above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For people who look at the pictures: review, mail, phones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As 720p, larger.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small, and HDR stays HDR. Older machines play it badly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For programs that look at pictures, not for editors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where shall proxies go?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your originals are only ever read, wherever they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Beside the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a folder “Proxy” next to each clip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;All into one place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below it the folders are as on the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for all proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What shall they be?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tool bar changes it at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What lands there becomes proxies by itself, as soon as it is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Yes, this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload to a bucket?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amazon S3, or a server that speaks as it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;No; everything stays here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Yes, set it up next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address, bucket and keys are asked for, and tried out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{clip}: original and proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow damage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S3…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings of the quality check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip from start to end; the arrow keys step a frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metadata of the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip was not read yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was written yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame of the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame of the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position in the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame back (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame on (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original and proxy; arrow keys step a frame, J K L play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a timecode and press Enter to go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs of one sort wait in one line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} paths copied.</source>
        <comment>{n} path copied.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs cancelled.</source>
        <comment>{n} job cancelled.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs queued again.</source>
        <comment>{n} job queued again.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs paused.</source>
        <comment>{n} job paused.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs going on.</source>
        <comment>{n} job going on.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs taken off the list.</source>
        <comment>{n} job taken off the list.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs back on the list.</source>
        <comment>{n} job back on the list.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs moved in the queue.</source>
        <comment>{n} job moved in the queue.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs changed.</source>
        <comment>{n} job changed.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxies, pictures and metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shots, black, freezes, sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies and uploads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified copies of cards, and what goes to a bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upkeep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cleaning up and looking after stuck jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel what waits…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{running} running  ·  {waiting} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Cancel {n} jobs that wait?</source>
        <comment>Cancel {n} job that waits?</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Pause or resume: {lane}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs side by side: {lane}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin jobs only between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin jobs only between two hours: {lane}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From: {lane}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until: {lane}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed until {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks for log footage. A preset or a watch folder uses them; drop .cube files here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LUTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add LUTs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No LUT was added yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is too large for a LUT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read as a LUT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch folder {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate a preset, or watch a folder first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{lut} is used by {where} from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code&amp;c</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;rofile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co&amp;ntainer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quality (CRF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame r&amp;ate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So&amp;und</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;HDR to SDR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;LUT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burn &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Watermark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a fraction: 1 /</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lines:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the size is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a proxy is made of. Every proxy is checked against its original before it counts as done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected clip as this preset shows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate to edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}, changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {name}. It can be chosen at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a clip in the job table to see it through this preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every proxy is proved to keep: {checks}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is proved of these proxies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NLEs that relink by timecode, name and length find it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For looking, not for relinking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where originals and proxies go when a job or a watch folder uploads them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S3 bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved. Uploads queued from now on go there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Prefix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty for Amazon&apos;s own, or https://s3.example.com</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key and secret stay where every AWS tool looks for them (AWS_ACCESS_KEY_ID, ~/.aws/credentials). Rushes never shows them, and nothing in the bucket is overwritten or deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Su&amp;bfolders too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quality check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Upload to S3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder Proxy beside each clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything, or for example *.mov, A-Cam/*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing, or for example *_test*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always, or for example 19:00-07:00</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter jobs by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset of the proxies to be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} running</source>
        <comment>{n} running</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} waiting</source>
        <comment>{n} waiting</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} failed</source>
        <comment>{n} failed</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs</source>
        <comment>{n} job</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Proxies &amp;go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pr&amp;iority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole &amp;after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>our own output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the camera&apos;s own proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>belongs to a clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden or temporary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out by the rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being watched until it is whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What lands in these folders becomes proxies by itself, once, and only when it is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop clips, folders or a card here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each clip gets a proxy that relinks. Your originals are only ever read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+O files   ·   Ctrl+Shift+O folder   ·   Ctrl+Shift+W watch   ·   F1 all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No job matches this filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop watching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done: the server does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done: the server does not accept this home&apos;s token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add all clips of a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera footage becomes proxies that relink.
MIT licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Rushes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs go on without this window.</source>
        <comment>{n} job goes on without this window.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Rushes – {n} running</source>
        <comment>Rushes – {n} running</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> ({n} jobs.)</source>
        <comment> ({n} job.)</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Saved. The rules hold for what lands from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking through {folder} again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the path of a clip, or drop it here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Why was this clip not done?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} files</source>
        <comment>{n} file</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nle} links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nle} does not link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nle}: not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nle}: not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relinks in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked against the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this window remembered was damaged. It begins anew; the old file is {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added as soon as the server answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking through it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not there now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs by state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips that land in a watch folder become proxies by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop watching the selected folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset {preset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rushes keeps its jobs and settings in a folder, but cannot use {folder}: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder on a disk of this machine, or mend the rights of that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home of Rushes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no right to write there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending was stopped. What arrived whole stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clips are still being sent to the server. Closing the window stops that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending {name}: clip {number} of {count}, {sent} of {total}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} clips sent.</source>
        <comment>{n} clip sent.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> And {n} more.</source>
        <comment> And one more.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{name} was not sent: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs are arranged where the table shows the queue in its order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the queue in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {n} jobs are moved at once: use “Do first”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read. Is the disk still there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It changes. Is it still being copied?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not answer ({fault}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the server finds these clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same folder on the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use that folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {server} does not find these clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Send {n} clips, {size}</source>
        <comment>Send {n} clip, {size}</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This folder &amp;here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is on the &amp;server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it reads the same disk or share under another name, say which. It is remembered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Else the clips can be sent there; proxies are made there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those are too many files for one drop. Drop the folder they are in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Looking at {n} items…</source>
        <comment>Looking at {n} item…</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>the usual preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose clips to make proxies of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make proxies of all clips in a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make proxies of whatever lands there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window; jobs go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co&amp;nnect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the server of another computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End Rushes; asks what becomes of the jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back what the status bar offers to take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all jobs shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the paths of the proxies, or of the clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only jobs whose names contain a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear fil&amp;ter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all jobs again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the selected jobs; nothing of them stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the selected jobs again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;ause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected jobs stand still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let paused jobs go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do &amp;first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the selected jobs before all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do as us&amp;ual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the selected jobs their usual place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do &amp;last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the selected jobs behind all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mo&amp;ve up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One place earlier, where the queue is shown in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move do&amp;wn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One place later, where the queue is in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ma&amp;ke again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the preset chosen in the tool bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make again wi&amp;th…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the preset to make it again with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the finished proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show cl&amp;ip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the original in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the proxy in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off th&amp;e list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxies stay, and nothing is done twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear fini&amp;shed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take what is done or cancelled off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Queue in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show and arrange what waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide what is known of a job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictu&amp;res</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a picture of each clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Columns…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what the table shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the s&amp;ystem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dar&amp;k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;First steps…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where proxies go, and what they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List the keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;bout Rushes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server that runs is Rushes {theirs}, this window is {ours}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to the Rushes server is lost. Trying again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server at {address} does not accept the token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not accept this home&apos;s token. Started anew, it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it wrote last is below; all of it is in {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with {preset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as in the watch folder {folder}, with {preset}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A web link is not a clip. Download the file first, then drop it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text is not a clip. Drop files or folders from your file manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in there is a file. Drop files or folders from your file manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new in there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {time} of work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {size} of {free} free for the proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {size} for the proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{n} clips already done</source>
        <comment>{n} clip already done</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips already in the queue</source>
        <comment>{n} clip already in the queue</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} files left alone, such as</source>
        <comment>{n} file left alone, such as</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips added.</source>
        <comment>{n} clip added.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips had a proxy already.</source>
        <comment>{n} clip had a proxy already.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} other files left alone.</source>
        <comment>{n} other file left alone.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was added: there is no clip in there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Nothing was added: {n} files are no clips, such as</source>
        <comment>Nothing was added: {n} file is no clip, such as</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>There is no Rushes server yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Rushes server does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server answered with status {status}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to make proxies {how}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make proxies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at what you dropped…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxies with {preset}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough room for all of them. Jobs wait until there is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and {n} further reasons.</source>
        <comment>and {n} further reason.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetForm</name>
    <message>
        <source></source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
