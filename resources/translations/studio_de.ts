<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message>
        <source>Proxies are being made</source>
        <translation>Proxys werden erstellt</translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs are done</source>
        <comment>{n} job is done</comment>
        <translation>
            <numerusform>{n} Job ist fertig</numerusform>
            <numerusform>{n} Jobs sind fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs failed</source>
        <comment>{n} job failed</comment>
        <translation>
            <numerusform>{n} Job ist fehlgeschlagen</numerusform>
            <numerusform>{n} Jobs sind fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation>Clips hinzufügen</translation>
    </message>
    <message>
        <source>Quit Rushes</source>
        <translation>Rushes beenden</translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs are not done yet</source>
        <comment>{n} job is not done yet</comment>
        <translation>
            <numerusform>{n} Job ist noch nicht fertig</numerusform>
            <numerusform>{n} Jobs sind noch nicht fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>{jobs}, {count} of them running.</source>
        <translation>{jobs}, davon laufen {count}.</translation>
    </message>
    <message>
        <source>Let them go on</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Finish what runs</source>
        <translation>Laufende fertigstellen</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Sofort stoppen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarzbild</translation>
    </message>
    <message>
        <source>Frozen picture</source>
        <translation>Standbild</translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation>Überbelichtet</translation>
    </message>
    <message>
        <source>Repeated frames</source>
        <translation>Doppelte Frames</translation>
    </message>
    <message>
        <source>Missing frames</source>
        <translation>Fehlende Frames</translation>
    </message>
    <message>
        <source>Variable frame rate</source>
        <translation>Variable Framerate</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>Clipped sound</source>
        <translation>Übersteuerter Ton</translation>
    </message>
    <message>
        <source>Out of phase</source>
        <translation>Phasenverkehrt</translation>
    </message>
    <message>
        <source>Unequal lengths</source>
        <translation>Ungleiche Längen</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>peak {level} dBTP</source>
        <translation>Spitze {level} dBTP</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird gestoppt</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Jobs</translation>
    </message>
    <message>
        <source>Read metadata</source>
        <translation>Metadaten lesen</translation>
    </message>
    <message>
        <source>Poster frame</source>
        <translation>Vorschaubild</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Verified copy</source>
        <translation>Geprüfte Kopie</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>Upload</translation>
    </message>
    <message>
        <source>Clean-up</source>
        <translation>Aufräumen</translation>
    </message>
    <message>
        <source>Watchdog</source>
        <translation>Überwachung</translation>
    </message>
    <message>
        <source>The clip is not there any more</source>
        <translation>Der Clip ist nicht mehr da</translation>
    </message>
    <message>
        <source>The clip cannot be read</source>
        <translation>Der Clip ist nicht lesbar</translation>
    </message>
    <message>
        <source>This is not a clip</source>
        <translation>Das ist kein Clip</translation>
    </message>
    <message>
        <source>There is no picture in this file</source>
        <translation>In dieser Datei ist kein Bild</translation>
    </message>
    <message>
        <source>Camera raw needs its maker&apos;s tool</source>
        <translation>Kamera-RAW braucht das Tool des Herstellers</translation>
    </message>
    <message>
        <source>This codec cannot be decoded here</source>
        <translation>Dieser Codec lässt sich hier nicht dekodieren</translation>
    </message>
    <message>
        <source>The picture is larger than allowed</source>
        <translation>Das Bild ist größer als erlaubt</translation>
    </message>
    <message>
        <source>The clip is damaged</source>
        <translation>Der Clip ist beschädigt</translation>
    </message>
    <message>
        <source>The clip changed while it was read</source>
        <translation>Der Clip wurde beim Lesen verändert</translation>
    </message>
    <message>
        <source>Another file has the proxy&apos;s name</source>
        <translation>Eine andere Datei heißt wie der Proxy</translation>
    </message>
    <message>
        <source>The proxy&apos;s folder cannot be written</source>
        <translation>Der Proxy-Ordner ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>The proxy&apos;s folder was removed</source>
        <translation>Der Proxy-Ordner wurde entfernt</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>A disk is not connected</source>
        <translation>Ein Datenträger ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>Not all of the card was copied</source>
        <translation>Die Karte wurde nicht vollständig kopiert</translation>
    </message>
    <message>
        <source>The copy was damaged on its way</source>
        <translation>Die Kopie wurde unterwegs beschädigt</translation>
    </message>
    <message>
        <source>Another file has the copy&apos;s name</source>
        <translation>Eine andere Datei heißt wie die Kopie</translation>
    </message>
    <message>
        <source>The card is not as its own manifest says</source>
        <translation>Die Karte stimmt nicht mit ihrem eigenen Manifest überein</translation>
    </message>
    <message>
        <source>Pictures of the clip are missing</source>
        <translation>Dem Clip fehlen Bilder</translation>
    </message>
    <message>
        <source>There is no font for the text</source>
        <translation>Es gibt keine Schrift für den Text</translation>
    </message>
    <message>
        <source>FFmpeg is missing</source>
        <translation>FFmpeg fehlt</translation>
    </message>
    <message>
        <source>The preset cannot be used</source>
        <translation>Das Preset ist nicht verwendbar</translation>
    </message>
    <message>
        <source>The LUT cannot be used</source>
        <translation>Die LUT ist nicht verwendbar</translation>
    </message>
    <message>
        <source>The proxy would not relink</source>
        <translation>Der Proxy ließe sich nicht verknüpfen</translation>
    </message>
    <message>
        <source>FFmpeg could not make the proxy</source>
        <translation>FFmpeg konnte den Proxy nicht erstellen</translation>
    </message>
    <message>
        <source>FFmpeg crashed</source>
        <translation>FFmpeg ist abgestürzt</translation>
    </message>
    <message>
        <source>The encode stood still</source>
        <translation>Die Kodierung stand still</translation>
    </message>
    <message>
        <source>The encode took too long</source>
        <translation>Die Kodierung dauerte zu lange</translation>
    </message>
    <message>
        <source>This clip crashed the encoder twice</source>
        <translation>Dieser Clip ließ den Encoder zweimal abstürzen</translation>
    </message>
    <message>
        <source>The bucket is not there</source>
        <translation>Den Bucket gibt es nicht</translation>
    </message>
    <message>
        <source>The bucket wants credentials</source>
        <translation>Der Bucket verlangt Zugangsdaten</translation>
    </message>
    <message>
        <source>The bucket refuses the credentials</source>
        <translation>Der Bucket lehnt die Zugangsdaten ab</translation>
    </message>
    <message>
        <source>These credentials may not upload</source>
        <translation>Diese Zugangsdaten erlauben keinen Upload</translation>
    </message>
    <message>
        <source>The bucket is in another region</source>
        <translation>Der Bucket liegt in einer anderen Region</translation>
    </message>
    <message>
        <source>The bucket holds another file of that name</source>
        <translation>Im Bucket liegt eine andere Datei dieses Namens</translation>
    </message>
    <message>
        <source>What arrived could not be proved</source>
        <translation>Was ankam, ließ sich nicht prüfen</translation>
    </message>
    <message>
        <source>The upload was damaged on the way</source>
        <translation>Der Upload wurde unterwegs beschädigt</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is wrong</source>
        <translation>Die Uhr dieses Computers geht falsch</translation>
    </message>
    <message>
        <source>The bucket is full</source>
        <translation>Der Bucket ist voll</translation>
    </message>
    <message>
        <source>The bucket is busy</source>
        <translation>Der Bucket ist überlastet</translation>
    </message>
    <message>
        <source>The bucket cannot be reached</source>
        <translation>Der Bucket ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Audio channels</source>
        <translation>Audiokanäle</translation>
    </message>
    <message>
        <source>Sound is the same</source>
        <translation>Ton ist derselbe</translation>
    </message>
    <message>
        <source>Audio length</source>
        <translation>Audiolänge</translation>
    </message>
    <message>
        <source>Audio rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Audio tracks</source>
        <translation>Audiospuren</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour levels</source>
        <translation>Farbpegel</translation>
    </message>
    <message>
        <source>Shape of the picture</source>
        <translation>Bildseitenformat</translation>
    </message>
    <message>
        <source>Drop frame</source>
        <translation>Drop-Frame</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Halbbilder</translation>
    </message>
    <message>
        <source>Frame count</source>
        <translation>Anzahl Frames</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Framerate</translation>
    </message>
    <message>
        <source>Pictures are the same</source>
        <translation>Bilder sind dieselben</translation>
    </message>
    <message>
        <source>Reel</source>
        <translation>Reel</translation>
    </message>
    <message>
        <source>Ratio of the sizes</source>
        <translation>Größenverhältnis</translation>
    </message>
    <message>
        <source>Start timecode</source>
        <translation>Start-Timecode</translation>
    </message>
    <message>
        <source>Sync of picture and sound</source>
        <translation>Bild und Ton synchron</translation>
    </message>
    <message>
        <source>The job failed</source>
        <translation>Der Job ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The last try failed</source>
        <translation>Der letzte Versuch ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{day}. {month}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>{tracks} × audio</source>
        <translation>{tracks} × Audio</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>kein Ton</translation>
    </message>
    <message>
        <source>{rate} fps (variable)</source>
        <translation>{rate} fps (variabel)</translation>
    </message>
    <message>
        <source>Queued again: {name}.</source>
        <translation>Erneut eingereiht: {name}.</translation>
    </message>
    <message>
        <source>It is queued or done already.</source>
        <translation>Er ist schon eingereiht oder fertig.</translation>
    </message>
    <message>
        <source>Nothing was queued. {why}</source>
        <translation>Nichts wurde eingereiht. {why}</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Log speichern</translation>
    </message>
    <message>
        <source>Jobs go on. Rushes is in the tray and says when they are done.</source>
        <translation>Die Jobs laufen weiter. Rushes bleibt im Infobereich und meldet, wenn sie fertig sind.</translation>
    </message>
    <message>
        <source>Rushes ends when the jobs that run are done. What waits goes on at the next start.</source>
        <translation>Rushes endet, sobald die laufenden Jobs fertig sind. Was wartet, läuft beim nächsten Start weiter.</translation>
    </message>
    <message>
        <source>video levels</source>
        <translation>Video-Pegel</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>Full Range</translation>
    </message>
    <message>
        <source>interlaced, upper field first</source>
        <translation>interlaced, oberes Halbbild zuerst</translation>
    </message>
    <message>
        <source>interlaced, lower field first</source>
        <translation>interlaced, unteres Halbbild zuerst</translation>
    </message>
    <message>
        <source>progressive</source>
        <translation>progressiv</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Abtastung</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Audio {number}</source>
        <translation>Audio {number}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>{timecode} (drop frame)</source>
        <translation>{timecode} (Drop-Frame)</translation>
    </message>
    <message numerus="yes">
        <source>{n} frames</source>
        <comment>{n} frame</comment>
        <translation>
            <numerusform>{n} Frame</numerusform>
            <numerusform>{n} Frames</numerusform>
        </translation>
    </message>
    <message>
        <source>seen as {size}</source>
        <translation>angezeigt als {size}</translation>
    </message>
    <message>
        <source>turned by {angle}°</source>
        <translation>um {angle}° gedreht</translation>
    </message>
    <message>
        <source>{depth} bit</source>
        <translation>{depth} Bit</translation>
    </message>
    <message numerus="yes">
        <source>{n} channels</source>
        <comment>{n} channel</comment>
        <translation>
            <numerusform>{n} Kanal</numerusform>
            <numerusform>{n} Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <source>Bring the disk or the file back, then press Retry.</source>
        <translation>Schließen Sie den Datenträger wieder an oder stellen Sie die Datei zurück, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Check the file&apos;s rights and the disk, then press Retry.</source>
        <translation>Prüfen Sie die Rechte der Datei und den Datenträger, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>If this should be a clip, copy it from the card again and press Retry.</source>
        <translation>Sollte das ein Clip sein, kopieren Sie ihn noch einmal von der Karte, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Sound needs no proxy: link the original.</source>
        <translation>Ton braucht keinen Proxy: Verknüpfen Sie das Original.</translation>
    </message>
    <message>
        <source>Convert it with the camera maker&apos;s tool and drop the result here.</source>
        <translation>Wandeln Sie ihn mit dem Tool des Kameraherstellers um und ziehen Sie das Ergebnis hierher.</translation>
    </message>
    <message>
        <source>Who set this server up can allow pictures this large.</source>
        <translation>Wer diesen Server eingerichtet hat, kann so große Bilder erlauben.</translation>
    </message>
    <message>
        <source>Copy the clip from the card again and press Retry. To keep what can be read, press Allow damage.</source>
        <translation>Kopieren Sie den Clip noch einmal von der Karte, dann „Wiederholen“. Um zu behalten, was lesbar ist: „Schäden zulassen“.</translation>
    </message>
    <message>
        <source>Copy the missing pictures from the card and press Retry. To do without them, press Allow damage.</source>
        <translation>Kopieren Sie die fehlenden Bilder von der Karte, dann „Wiederholen“. Geht es ohne sie: „Schäden zulassen“.</translation>
    </message>
    <message>
        <source>Move or rename that file, then press Retry.</source>
        <translation>Verschieben Sie diese Datei oder benennen Sie sie um, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Give yourself the right to write there, then press Retry.</source>
        <translation>Geben Sie sich dort das Recht zu schreiben, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Leave the folder of the proxies alone meanwhile, then press Retry.</source>
        <translation>Lassen Sie den Proxy-Ordner währenddessen in Ruhe, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Free some space on that disk; the job tries again by itself.</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger; der Job versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>It was not published. The checks below say what differs; another preset may keep it.</source>
        <translation>Er wurde nicht abgelegt. Die Prüfungen unten zeigen, was abweicht; ein anderes Preset erhält es vielleicht.</translation>
    </message>
    <message>
        <source>The log says what FFmpeg wrote last.</source>
        <translation>Im Log steht, was FFmpeg zuletzt schrieb.</translation>
    </message>
    <message>
        <source>Another preset may do. The log says what was written last.</source>
        <translation>Vielleicht geht es mit einem anderen Preset. Im Log steht, was zuletzt geschrieben wurde.</translation>
    </message>
    <message>
        <source>The log says how far it came; Retry starts it again.</source>
        <translation>Im Log steht, wie weit er kam; „Wiederholen“ startet ihn neu.</translation>
    </message>
    <message>
        <source>Another preset may be quicker. Who set this server up can allow more time.</source>
        <translation>Ein anderes Preset ist vielleicht schneller. Wer diesen Server eingerichtet hat, kann mehr Zeit erlauben.</translation>
    </message>
    <message>
        <source>Do not wipe the card. Retry goes on where the copy was.</source>
        <translation>Löschen Sie die Karte nicht. „Wiederholen“ kopiert dort weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>Install a font such as DejaVu Sans, then press Retry.</source>
        <translation>Installieren Sie eine Schrift wie DejaVu Sans, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Install Rushes again: its FFmpeg comes with it. Then press Retry.</source>
        <translation>Installieren Sie Rushes neu: FFmpeg ist dabei. Dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Press Retry to queue the job again.</source>
        <translation>„Wiederholen“ reiht den Job wieder ein.</translation>
    </message>
    <message>
        <source>Choose another preset, or mend this one under Presets.</source>
        <translation>Wählen Sie ein anderes Preset oder berichtigen Sie dieses unter „Presets“.</translation>
    </message>
    <message>
        <source>Add the LUT anew under LUTs, then press Retry.</source>
        <translation>Fügen Sie die LUT unter „LUTs“ neu hinzu, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Make the bucket, or name another under S3; then press Retry.</source>
        <translation>Legen Sie den Bucket an oder nennen Sie unter „S3“ einen anderen, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Give this machine a key for the bucket (~/.aws/credentials), then press Retry.</source>
        <translation>Geben Sie diesem Computer Zugangsdaten für den Bucket (~/.aws/credentials), dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Check key and secret of this machine, then press Retry.</source>
        <translation>Prüfen Sie Key und Secret dieses Computers, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Let the key list, read and write the bucket, then press Retry.</source>
        <translation>Erlauben Sie dem Key, den Bucket aufzulisten, zu lesen und zu schreiben, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Try the connection under S3, then press Retry.</source>
        <translation>Testen Sie die Verbindung unter „S3“, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Do not rely on that object: delete it in the bucket, then press Retry.</source>
        <translation>Verlassen Sie sich nicht auf dieses Objekt: Löschen Sie es im Bucket, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Set the bucket&apos;s region under S3, then press Retry.</source>
        <translation>Stellen Sie unter „S3“ die Region des Buckets ein, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Nothing was overwritten. Set another prefix under S3, then Retry.</source>
        <translation>Nichts wurde überschrieben. Stellen Sie unter „S3“ ein anderes Präfix ein, dann „Wiederholen“.</translation>
    </message>
    <message>
        <source>Check the network; the job tries again by itself.</source>
        <translation>Prüfen Sie das Netzwerk; der Job versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>It may have been removed meanwhile.</source>
        <translation>Vielleicht wurde er inzwischen entfernt.</translation>
    </message>
    <message>
        <source>Its history says where the job stands.</source>
        <translation>Sein Verlauf zeigt, wo der Job steht.</translation>
    </message>
    <message>
        <source>Ask who runs that server for a token that may.</source>
        <translation>Bitten Sie den Betreiber des Servers um ein Token, das dies erlaubt.</translation>
    </message>
    <message>
        <source>Choose a folder that the server may write to.</source>
        <translation>Wählen Sie einen Ordner, in den der Server schreiben darf.</translation>
    </message>
    <message>
        <source>Try again. If that is no help, the server&apos;s log says more.</source>
        <translation>Versuchen Sie es noch einmal. Hilft das nicht, sagt das Log des Servers mehr.</translation>
    </message>
    <message>
        <source>The folder {folder} is not there any more.</source>
        <translation>Der Ordner {folder} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{file} is not there any more.</source>
        <translation>{file} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>This system knows no program to play {file}.</source>
        <translation>Dieses System kennt kein Programm, das {file} abspielt.</translation>
    </message>
    <message>
        <source>This system knows no program that shows folders. The file is in {folder}.</source>
        <translation>Dieses System kennt kein Programm, das Ordner zeigt. Die Datei liegt in {folder}.</translation>
    </message>
    <message>
        <source>Ca&amp;talogue</source>
        <translation>&amp;Katalog</translation>
    </message>
    <message>
        <source>All clips ever seen</source>
        <translation>Alle je gesehenen Clips</translation>
    </message>
    <message>
        <source>&amp;Watch folders</source>
        <translation>Überwachte &amp;Ordner</translation>
    </message>
    <message>
        <source>Rules, states and reasons</source>
        <translation>Regeln, Zustände und Gründe</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>&amp;Presets</translation>
    </message>
    <message>
        <source>What proxies are made of</source>
        <translation>Woraus Proxys bestehen</translation>
    </message>
    <message>
        <source>L&amp;UTs</source>
        <translation>L&amp;UTs</translation>
    </message>
    <message>
        <source>Looks for log footage</source>
        <translation>Looks für Log-Material</translation>
    </message>
    <message>
        <source>&amp;S3 bucket</source>
        <translation>&amp;S3-Bucket</translation>
    </message>
    <message>
        <source>Where uploads go</source>
        <translation>Wohin Uploads gehen</translation>
    </message>
    <message>
        <source>La&amp;nes</source>
        <translation>&amp;Warteschlangen</translation>
    </message>
    <message>
        <source>What works side by side</source>
        <translation>Was gleichzeitig arbeitet</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>{file} lässt sich nicht schreiben: {why}.</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Gespeichert: {file}</translation>
    </message>
    <message>
        <source>The Rushes server ended with exit code {code}.</source>
        <translation>Der Rushes-Server endete mit Exit-Code {code}.</translation>
    </message>
    <message>
        <source>The Rushes server was started but does not answer.</source>
        <translation>Der Rushes-Server wurde gestartet, antwortet aber nicht.</translation>
    </message>
    <message>
        <source>The Rushes server at {address} does not answer.</source>
        <translation>Der Rushes-Server unter {address} antwortet nicht.</translation>
    </message>
    <message>
        <source>The Rushes server ended {times} times within a minute.</source>
        <translation>Der Rushes-Server endete {times}-mal binnen einer Minute.</translation>
    </message>
    <message>
        <source>The Rushes server could not be started: {why}.</source>
        <translation>Der Rushes-Server ließ sich nicht starten: {why}.</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Footage</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>Size of originals</source>
        <translation>Größe der Originale</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>Benötigte Zeit</translation>
    </message>
    <message numerus="yes">
        <source>{linked} of {n} proxies</source>
        <comment>{linked} of {n} proxy</comment>
        <translation>
            <numerusform>{linked} von {n} Proxy</numerusform>
            <numerusform>{linked} von {n} Proxys</numerusform>
        </translation>
    </message>
    <message>
        <source>Relinks in Resolve</source>
        <translation>In Resolve verknüpfbar</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>Safe to wipe.</source>
        <translation>Darf gelöscht werden.</translation>
    </message>
    <message>
        <source>Not safe to wipe.</source>
        <translation>Noch nicht löschen.</translation>
    </message>
    <message>
        <source>{count} done</source>
        <translation>{count} fertig</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>{count} offen</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht angeschlossen</translation>
    </message>
    <message>
        <source>changed since</source>
        <translation>seitdem geändert</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>with a proxy</source>
        <translation>mit Proxy</translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation>ohne Proxy</translation>
    </message>
    <message numerus="yes">
        <source>{n} findings</source>
        <comment>{n} finding</comment>
        <translation>
            <numerusform>{n} Befund</numerusform>
            <numerusform>{n} Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>Every clip ever seen, by name, camera, reel, timecode, codec or what the quality check found.</source>
        <translation>Alle je gesehenen Clips, nach Name, Kamera, Reel, Timecode, Codec oder Befund der Qualitätsprüfung.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Lines instead of pictures</source>
        <translation>Zeilen statt Bilder</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message numerus="yes">
        <source>{n} clips</source>
        <comment>{n} clip</comment>
        <translation>
            <numerusform>{n} Clip</numerusform>
            <numerusform>{n} Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>No clip has these words.</source>
        <translation>Kein Clip enthält diese Wörter.</translation>
    </message>
    <message>
        <source>No clip was seen yet.</source>
        <translation>Noch wurde kein Clip gesehen.</translation>
    </message>
    <message>
        <source>Nothing is known of how {clip} was made.</source>
        <translation>Es ist nicht bekannt, wie {clip} entstand.</translation>
    </message>
    <message>
        <source>Pictures instead of lines</source>
        <translation>Bilder statt Zeilen</translation>
    </message>
    <message>
        <source>Choose a clip first.</source>
        <translation>Wählen Sie zuerst einen Clip.</translation>
    </message>
    <message>
        <source>Search name, camera, reel, timecode, codec, findings</source>
        <translation>Name, Kamera, Reel, Timecode, Codec, Befunde suchen</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>Katalog durchsuchen</translation>
    </message>
    <message>
        <source>Markers of the clip, {form}</source>
        <translation>Marker des Clips, {form}</translation>
    </message>
    <message>
        <source>On the other machine, the server prints its address at its start; its token is the file “token” in its home.</source>
        <translation>Auf dem anderen Computer gibt der Server beim Start seine Adresse aus; sein Token steht in der Datei „token“ in seinem Home-Ordner.</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Mit einem Server verbinden</translation>
    </message>
    <message>
        <source>This &amp;computer; a server is started where none runs</source>
        <translation>Dieser &amp;Computer; läuft kein Server, wird einer gestartet</translation>
    </message>
    <message>
        <source>&amp;Another computer</source>
        <translation>Ein &amp;anderer Computer</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>A&amp;dresse</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Token</translation>
    </message>
    <message>
        <source>An address looks like https://workstation:8765.</source>
        <translation>Eine Adresse sieht aus wie https://workstation:8765.</translation>
    </message>
    <message>
        <source>A token is one word of letters and digits.</source>
        <translation>Ein Token ist ein Wort aus Buchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>Details of the selected job</source>
        <translation>Details des gewählten Jobs</translation>
    </message>
    <message>
        <source>The selected jobs in figures</source>
        <translation>Die gewählten Jobs in Zahlen</translation>
    </message>
    <message>
        <source>Select a job to see its clip, checks and log.</source>
        <translation>Wählen Sie einen Job, um Clip, Prüfungen und Log zu sehen.</translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs selected</source>
        <comment>{n} job selected</comment>
        <translation>
            <numerusform>{n} Job gewählt</numerusform>
            <numerusform>{n} Jobs gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Show clip</source>
        <translation>Clip zeigen</translation>
    </message>
    <message>
        <source>Show proxy</source>
        <translation>Proxy zeigen</translation>
    </message>
    <message>
        <source>Play proxy</source>
        <translation>Proxy abspielen</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Already done</source>
        <translation>Schon erledigt</translation>
    </message>
    <message>
        <source>{number} of {most}</source>
        <translation>{number} von {most}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Preset</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig seit</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauerte</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Reel, camera</source>
        <translation>Reel, Kamera</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>in {time}</source>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>attempt {number}</source>
        <translation>Versuch {number}</translation>
    </message>
    <message>
        <source>Resolve, Premiere, Final Cut, Kdenlive: what to take where nothing speaks against it.</source>
        <translation>Resolve, Premiere, Final Cut, Kdenlive: die richtige Wahl, wenn nichts dagegenspricht.</translation>
    </message>
    <message>
        <source>Windows machines and Resolve on Linux; Media Composer people know it.</source>
        <translation>Windows-Rechner und Resolve unter Linux; im Media Composer vertraut.</translation>
    </message>
    <message>
        <source>Small files for laptops. Cuts less smoothly than the two above.</source>
        <translation>Kleine Dateien für Laptops. Schneidet sich weniger flüssig als die beiden oben.</translation>
    </message>
    <message>
        <source>For people who look at the pictures: review, mail, phones.</source>
        <translation>Zum Ansehen: Abnahme, E-Mail, Telefon.</translation>
    </message>
    <message>
        <source>As 720p, larger.</source>
        <translation>Wie 720p, nur größer.</translation>
    </message>
    <message>
        <source>Small, and HDR stays HDR. Older machines play it badly.</source>
        <translation>Klein, und HDR bleibt HDR. Ältere Rechner spielen es schlecht ab.</translation>
    </message>
    <message>
        <source>For programs that look at pictures, not for editors.</source>
        <translation>Für Programme zur Bildanalyse, nicht für den Schnitt.</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>{what}: choose</source>
        <translation>{what}: wählen</translation>
    </message>
    <message>
        <source>Where shall proxies go?</source>
        <translation>Wohin sollen die Proxys?</translation>
    </message>
    <message>
        <source>Your originals are only ever read, wherever they are.</source>
        <translation>Ihre Originale werden nur gelesen, wo immer sie liegen.</translation>
    </message>
    <message>
        <source>&amp;Beside the clips</source>
        <translation>&amp;Neben die Clips</translation>
    </message>
    <message>
        <source>In a folder “Proxy” next to each clip.</source>
        <translation>In einen Ordner „Proxy“ neben jedem Clip.</translation>
    </message>
    <message>
        <source>&amp;All into one place</source>
        <translation>&amp;Alle an einen Ort</translation>
    </message>
    <message>
        <source>Below it the folders are as on the card.</source>
        <translation>Darunter sind die Ordner wie auf der Karte.</translation>
    </message>
    <message>
        <source>Folder for all proxies</source>
        <translation>Ordner für alle Proxys</translation>
    </message>
    <message>
        <source>What shall they be?</source>
        <translation>Was für Proxys sollen es sein?</translation>
    </message>
    <message>
        <source>The tool bar changes it at any time.</source>
        <translation>In der Werkzeugleiste jederzeit zu ändern.</translation>
    </message>
    <message>
        <source>Watch a folder?</source>
        <translation>Einen Ordner überwachen?</translation>
    </message>
    <message>
        <source>What lands there becomes proxies by itself, as soon as it is whole.</source>
        <translation>Was dort landet, wird von selbst zu Proxys, sobald es vollständig ist.</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>Jetzt &amp;nicht</translation>
    </message>
    <message>
        <source>&amp;Yes, this one</source>
        <translation>&amp;Ja, diesen</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>Zu überwachender Ordner</translation>
    </message>
    <message>
        <source>&amp;Copy what lands to another disk first, proved and with a manifest</source>
        <translation>Was dort landet, zuerst auf einen anderen Datenträger &amp;kopieren: geprüft und mit Manifest</translation>
    </message>
    <message>
        <source>Folder for the copies</source>
        <translation>Ordner für die Kopien</translation>
    </message>
    <message>
        <source>Upload to a bucket?</source>
        <translation>In einen Bucket hochladen?</translation>
    </message>
    <message>
        <source>Amazon S3, or a server that speaks as it does.</source>
        <translation>Amazon S3 oder ein Server, der dasselbe Protokoll spricht.</translation>
    </message>
    <message>
        <source>&amp;No; everything stays here</source>
        <translation>&amp;Nein, alles bleibt hier</translation>
    </message>
    <message>
        <source>&amp;Yes, set it up next</source>
        <translation>&amp;Ja, gleich einrichten</translation>
    </message>
    <message>
        <source>Address, bucket and keys are asked for, and tried out.</source>
        <translation>Adresse, Bucket und Zugangsdaten werden abgefragt und getestet.</translation>
    </message>
    <message>
        <source>{clip}: original and proxy</source>
        <translation>{clip}: Original und Proxy</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Allow damage</source>
        <translation>Schäden zulassen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Other preset</source>
        <translation>Anderes Preset</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>Log zeigen</translation>
    </message>
    <message>
        <source>S3…</source>
        <translation>S3…</translation>
    </message>
    <message>
        <source>Findings of the quality check</source>
        <translation>Befunde der Qualitätsprüfung</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>The clip from start to end; the arrow keys step a frame</source>
        <translation>Der Clip von Anfang bis Ende; die Pfeiltasten gehen je einen Frame weiter</translation>
    </message>
    <message>
        <source>Metadata of the clip</source>
        <translation>Metadaten des Clips</translation>
    </message>
    <message>
        <source>The clip was not read yet.</source>
        <translation>Der Clip wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Log of the job</source>
        <translation>Log des Jobs</translation>
    </message>
    <message>
        <source>Nothing was written yet.</source>
        <translation>Noch wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Frame of the original</source>
        <translation>Frame des Originals</translation>
    </message>
    <message>
        <source>Frame of the proxy</source>
        <translation>Frame des Proxys</translation>
    </message>
    <message>
        <source>Position in the clip</source>
        <translation>Position im Clip</translation>
    </message>
    <message>
        <source>One frame back (Left)</source>
        <translation>Ein Frame zurück (Links)</translation>
    </message>
    <message>
        <source>One frame on (Right)</source>
        <translation>Ein Frame vor (Rechts)</translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation>Groß vergleichen</translation>
    </message>
    <message>
        <source>Original and proxy; arrow keys step a frame, J K L play</source>
        <translation>Original und Proxy; Pfeiltasten gehen je einen Frame, J K L spielen ab</translation>
    </message>
    <message>
        <source>Type a timecode and press Enter to go there</source>
        <translation>Timecode eingeben und mit der Eingabetaste dorthin springen</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Jobs of one sort wait in one line.</source>
        <translation>Jobs einer Art warten in einer Schlange.</translation>
    </message>
    <message numerus="yes">
        <source>{n} paths copied.</source>
        <comment>{n} path copied.</comment>
        <translation>
            <numerusform>{n} Pfad kopiert.</numerusform>
            <numerusform>{n} Pfade kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs cancelled.</source>
        <comment>{n} job cancelled.</comment>
        <translation>
            <numerusform>{n} Job abgebrochen.</numerusform>
            <numerusform>{n} Jobs abgebrochen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs queued again.</source>
        <comment>{n} job queued again.</comment>
        <translation>
            <numerusform>{n} Job erneut eingereiht.</numerusform>
            <numerusform>{n} Jobs erneut eingereiht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs paused.</source>
        <comment>{n} job paused.</comment>
        <translation>
            <numerusform>{n} Job pausiert.</numerusform>
            <numerusform>{n} Jobs pausiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs going on.</source>
        <comment>{n} job going on.</comment>
        <translation>
            <numerusform>{n} Job läuft weiter.</numerusform>
            <numerusform>{n} Jobs laufen weiter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs taken off the list.</source>
        <comment>{n} job taken off the list.</comment>
        <translation>
            <numerusform>{n} Job aus der Liste genommen.</numerusform>
            <numerusform>{n} Jobs aus der Liste genommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs back on the list.</source>
        <comment>{n} job back on the list.</comment>
        <translation>
            <numerusform>{n} Job wieder in der Liste.</numerusform>
            <numerusform>{n} Jobs wieder in der Liste.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs moved in the queue.</source>
        <comment>{n} job moved in the queue.</comment>
        <translation>
            <numerusform>{n} Job verschoben.</numerusform>
            <numerusform>{n} Jobs verschoben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs changed.</source>
        <comment>{n} job changed.</comment>
        <translation>
            <numerusform>{n} Job geändert.</numerusform>
            <numerusform>{n} Jobs geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling jobs: {done} of {most}…</source>
        <translation>Jobs werden abgebrochen: {done} von {most}…</translation>
    </message>
    <message>
        <source>Queuing jobs again: {done} of {most}…</source>
        <translation>Jobs werden erneut eingereiht: {done} von {most}…</translation>
    </message>
    <message>
        <source>Pausing jobs: {done} of {most}…</source>
        <translation>Jobs werden pausiert: {done} von {most}…</translation>
    </message>
    <message>
        <source>Letting jobs go on: {done} of {most}…</source>
        <translation>Jobs laufen weiter: {done} von {most}…</translation>
    </message>
    <message>
        <source>Taking jobs off the list: {done} of {most}…</source>
        <translation>Jobs werden aus der Liste genommen: {done} von {most}…</translation>
    </message>
    <message>
        <source>Bringing jobs back: {done} of {most}…</source>
        <translation>Jobs werden zurückgeholt: {done} von {most}…</translation>
    </message>
    <message>
        <source>Changing jobs: {done} of {most}…</source>
        <translation>Jobs werden geändert: {done} von {most}…</translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation>Proxys</translation>
    </message>
    <message>
        <source>Proxies, pictures and metadata</source>
        <translation>Proxys, Bilder und Metadaten</translation>
    </message>
    <message>
        <source>Quality checks</source>
        <translation>Qualitätsprüfungen</translation>
    </message>
    <message>
        <source>Shots, black, freezes, sound</source>
        <translation>Einstellungen, Schwarzbild, Standbild, Ton</translation>
    </message>
    <message>
        <source>Copies and uploads</source>
        <translation>Kopien und Uploads</translation>
    </message>
    <message>
        <source>Verified copies of cards, and what goes to a bucket</source>
        <translation>Geprüfte Kopien von Karten, und was in einen Bucket geht</translation>
    </message>
    <message>
        <source>Upkeep</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Cleaning up and looking after stuck jobs</source>
        <translation>Aufräumen und nach hängenden Jobs sehen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Cancel what waits…</source>
        <translation>Wartende abbrechen…</translation>
    </message>
    <message>
        <source>{running} running  ·  {waiting} waiting</source>
        <translation>{running} laufen  ·  {waiting} warten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source>Cancel {n} jobs that wait?</source>
        <comment>Cancel {n} job that waits?</comment>
        <translation>
            <numerusform>{n} wartenden Job abbrechen?</numerusform>
            <numerusform>{n} wartende Jobs abbrechen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause or resume: {lane}</source>
        <translation>Pausieren oder fortsetzen: {lane}</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>Jobs side by side: {lane}</source>
        <translation>Gleichzeitige Jobs: {lane}</translation>
    </message>
    <message>
        <source>Begin jobs only between</source>
        <translation>Jobs nur beginnen zwischen</translation>
    </message>
    <message>
        <source>and</source>
        <translation>und</translation>
    </message>
    <message>
        <source>Begin jobs only between two hours: {lane}</source>
        <translation>Jobs nur zwischen zwei Uhrzeiten beginnen: {lane}</translation>
    </message>
    <message>
        <source>From: {lane}</source>
        <translation>Von: {lane}</translation>
    </message>
    <message>
        <source>Until: {lane}</source>
        <translation>Bis: {lane}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Closed until {time}</source>
        <translation>Geschlossen bis {time}</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>its hours</source>
        <translation>zur erlaubten Zeit</translation>
    </message>
    <message>
        <source>Looks for log footage. A preset or a watch folder uses them; drop .cube files here.</source>
        <translation>Looks für Log-Material. Ein Preset oder ein überwachter Ordner verwendet sie; ziehen Sie .cube-Dateien hierher.</translation>
    </message>
    <message>
        <source>LUTs</source>
        <translation>LUTs</translation>
    </message>
    <message>
        <source>Add LUTs…</source>
        <translation>LUTs hinzufügen…</translation>
    </message>
    <message>
        <source>Use in</source>
        <translation>Verwenden in</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>No LUT was added yet.</source>
        <translation>Noch wurde keine LUT hinzugefügt.</translation>
    </message>
    <message>
        <source>{file} is too large for a LUT.</source>
        <translation>{file} ist zu groß für eine LUT.</translation>
    </message>
    <message>
        <source>{file} cannot be read as a LUT.</source>
        <translation>{file} ist nicht als LUT lesbar.</translation>
    </message>
    <message>
        <source>Preset {name}</source>
        <translation>Preset {name}</translation>
    </message>
    <message>
        <source>Watch folder {name}</source>
        <translation>Überwachter Ordner {name}</translation>
    </message>
    <message>
        <source>Duplicate a preset, or watch a folder first</source>
        <translation>Duplizieren Sie zuerst ein Preset oder überwachen Sie einen Ordner</translation>
    </message>
    <message>
        <source>{lut} is used by {where} from now on.</source>
        <translation>{lut} gilt ab jetzt für: {where}.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Verwendet von</translation>
    </message>
    <message>
        <source>Back to the jobs</source>
        <translation>Zurück zu den Jobs</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Sure?</source>
        <translation>Sicher?</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ohne</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>&amp;Für</translation>
    </message>
    <message>
        <source>Code&amp;c</source>
        <translation>&amp;Codec</translation>
    </message>
    <message>
        <source>P&amp;rofile</source>
        <translation>P&amp;rofil</translation>
    </message>
    <message>
        <source>Co&amp;ntainer</source>
        <translation>C&amp;ontainer</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Quality (CRF)</source>
        <translation>&amp;Qualität (CRF)</translation>
    </message>
    <message>
        <source>Frame r&amp;ate</source>
        <translation>Fram&amp;erate</translation>
    </message>
    <message>
        <source>So&amp;und</source>
        <translation>A&amp;udio</translation>
    </message>
    <message>
        <source>&amp;HDR to SDR</source>
        <translation>HDR &amp;zu SDR</translation>
    </message>
    <message>
        <source>&amp;LUT</source>
        <translation>&amp;LUT</translation>
    </message>
    <message>
        <source>Burn &amp;in</source>
        <translation>E&amp;inblenden</translation>
    </message>
    <message>
        <source>&amp;Watermark</source>
        <translation>&amp;Wasserzeichen</translation>
    </message>
    <message>
        <source>a fraction: 1 /</source>
        <translation>ein Bruchteil: 1 /</translation>
    </message>
    <message>
        <source>lines:</source>
        <translation>Zeilen:</translation>
    </message>
    <message>
        <source>How the size is given</source>
        <translation>Wie die Größe angegeben ist</translation>
    </message>
    <message>
        <source>as the original</source>
        <translation>wie das Original</translation>
    </message>
    <message>
        <source>What a proxy is made of. Every proxy is checked against its original before it counts as done.</source>
        <translation>Woraus ein Proxy besteht. Jeder Proxy wird mit seinem Original verglichen, bevor er als fertig gilt.</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Presets</translation>
    </message>
    <message>
        <source>The selected clip as this preset shows it</source>
        <translation>Der gewählte Clip, wie dieses Preset ihn zeigt</translation>
    </message>
    <message>
        <source>Duplicate to edit</source>
        <translation>Duplizieren und bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>{title}, changed</source>
        <translation>{title}, geändert</translation>
    </message>
    <message>
        <source>Saved: {name}. It can be chosen at once.</source>
        <translation>Gespeichert: {name}. Es ist sofort wählbar.</translation>
    </message>
    <message>
        <source>Select a clip in the job table to see it through this preset.</source>
        <translation>Wählen Sie einen Clip in der Job-Tabelle, um ihn mit diesem Preset zu sehen.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Every proxy is proved to keep: {checks}.</source>
        <translation>Für jeden Proxy ist nachgewiesen: {checks}.</translation>
    </message>
    <message>
        <source>Nothing is proved of these proxies.</source>
        <translation>Für diese Proxys ist nichts nachgewiesen.</translation>
    </message>
    <message>
        <source>NLEs that relink by timecode, name and length find it.</source>
        <translation>Schnittprogramme, die nach Timecode, Name und Länge verknüpfen, finden ihn.</translation>
    </message>
    <message>
        <source>For looking, not for relinking.</source>
        <translation>Zum Ansehen, nicht zum Verknüpfen.</translation>
    </message>
    <message>
        <source>Where originals and proxies go when a job or a watch folder uploads them.</source>
        <translation>Wohin Originale und Proxys gehen, wenn ein Job oder ein überwachter Ordner sie hochlädt.</translation>
    </message>
    <message>
        <source>S3 bucket</source>
        <translation>S3-Bucket</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Wird getestet…</translation>
    </message>
    <message>
        <source>Saved. Uploads queued from now on go there.</source>
        <translation>Gespeichert. Uploads gehen ab jetzt dorthin.</translation>
    </message>
    <message>
        <source>&amp;Bucket</source>
        <translation>B&amp;ucket</translation>
    </message>
    <message>
        <source>&amp;Prefix</source>
        <translation>Präfi&amp;x</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>Adr&amp;esse</translation>
    </message>
    <message>
        <source>empty for Amazon&apos;s own, or https://s3.example.com</source>
        <translation>leer für Amazon selbst, oder https://s3.example.com</translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation>&amp;Region</translation>
    </message>
    <message>
        <source>Key and secret stay where every AWS tool looks for them (AWS_ACCESS_KEY_ID, ~/.aws/credentials). Rushes never shows them, and nothing in the bucket is overwritten or deleted.</source>
        <translation>Key und Secret bleiben dort, wo jedes AWS-Tool sie sucht (AWS_ACCESS_KEY_ID, ~/.aws/credentials). Rushes zeigt sie nie an, und im Bucket wird nichts überschrieben oder gelöscht.</translation>
    </message>
    <message>
        <source>Folder for copies</source>
        <translation>Ordner für Kopien</translation>
    </message>
    <message>
        <source>Su&amp;bfolders too</source>
        <translation>Auch Unter&amp;ordner</translation>
    </message>
    <message>
        <source>&amp;Quality check</source>
        <translation>&amp;Qualitätsprüfung</translation>
    </message>
    <message>
        <source>&amp;Upload to S3</source>
        <translation>Zu &amp;S3 hochladen</translation>
    </message>
    <message>
        <source>a folder Proxy beside each clip</source>
        <translation>ein Ordner Proxy neben jedem Clip</translation>
    </message>
    <message>
        <source>nowhere: proxies are made where the clips land</source>
        <translation>nirgends: Proxys entstehen dort, wo die Clips landen</translation>
    </message>
    <message>
        <source>another disk</source>
        <translation>ein anderer Datenträger</translation>
    </message>
    <message>
        <source>everything, or for example *.mov, A-Cam/*</source>
        <translation>alles, oder zum Beispiel *.mov, A-Cam/*</translation>
    </message>
    <message>
        <source>nothing, or for example *_test*</source>
        <translation>nichts, oder zum Beispiel *_test*</translation>
    </message>
    <message>
        <source>always, or for example 19:00-07:00</source>
        <translation>immer, oder zum Beispiel 19:00-07:00</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Name filtern</translation>
    </message>
    <message>
        <source>Filter jobs by name</source>
        <translation>Jobs nach Name filtern</translation>
    </message>
    <message>
        <source>Preset of the proxies to be made</source>
        <translation>Preset der Proxys, die entstehen sollen</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Preset</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation>Server wird gesucht…</translation>
    </message>
    <message numerus="yes">
        <source>{n} found</source>
        <comment>{n} found</comment>
        <translation>
            <numerusform>{n} gefunden</numerusform>
            <numerusform>{n} gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>over {n} found</source>
        <comment>over {n} found</comment>
        <translation>
            <numerusform>über {n} gefunden</numerusform>
            <numerusform>über {n} gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} running</source>
        <comment>{n} running</comment>
        <translation>
            <numerusform>{n} läuft</numerusform>
            <numerusform>{n} laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} waiting</source>
        <comment>{n} waiting</comment>
        <translation>
            <numerusform>{n} wartet</numerusform>
            <numerusform>{n} warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} failed</source>
        <comment>{n} failed</comment>
        <translation>
            <numerusform>{n} fehlgeschlagen</numerusform>
            <numerusform>{n} fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs</source>
        <comment>{n} job</comment>
        <translation>
            <numerusform>{n} Job</numerusform>
            <numerusform>{n} Jobs</numerusform>
        </translation>
    </message>
    <message>
        <source>Proxies &amp;go to</source>
        <translation>Proxys &amp;nach</translation>
    </message>
    <message>
        <source>&amp;Copy first to</source>
        <translation>Zuerst &amp;kopieren nach</translation>
    </message>
    <message>
        <source>&amp;Only</source>
        <translation>N&amp;ur</translation>
    </message>
    <message>
        <source>&amp;Not</source>
        <translation>Ni&amp;cht</translation>
    </message>
    <message>
        <source>&amp;Hours</source>
        <translation>&amp;Zeiten</translation>
    </message>
    <message>
        <source>Pr&amp;iority</source>
        <translation>Pr&amp;iorität</translation>
    </message>
    <message>
        <source>Whole &amp;after</source>
        <translation>&amp;Vollständig nach</translation>
    </message>
    <message>
        <source>our own output</source>
        <translation>unsere eigene Ausgabe</translation>
    </message>
    <message>
        <source>the camera&apos;s own proxy</source>
        <translation>Proxy der Kamera</translation>
    </message>
    <message>
        <source>belongs to a clip</source>
        <translation>gehört zu einem Clip</translation>
    </message>
    <message>
        <source>hidden or temporary</source>
        <translation>versteckt oder temporär</translation>
    </message>
    <message>
        <source>sound only</source>
        <translation>nur Ton</translation>
    </message>
    <message>
        <source>no clip</source>
        <translation>kein Clip</translation>
    </message>
    <message>
        <source>done before</source>
        <translation>schon früher erledigt</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <source>left out by the rules</source>
        <translation>durch die Regeln ausgeschlossen</translation>
    </message>
    <message>
        <source>being watched until it is whole</source>
        <translation>wird beobachtet, bis es vollständig ist</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>What lands in these folders becomes proxies by itself, once, and only when it is whole.</source>
        <translation>Was in diesen Ordnern landet, wird von selbst zu Proxys: einmal, und erst wenn es vollständig ist.</translation>
    </message>
    <message>
        <source>Watch folders</source>
        <translation>Überwachte Ordner</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Ordner überwachen…</translation>
    </message>
    <message>
        <source>Drop clips, folders or a card here</source>
        <translation>Clips, Ordner oder eine Karte hierher ziehen</translation>
    </message>
    <message>
        <source>Each clip gets a proxy that relinks. Your originals are only ever read.</source>
        <translation>Jeder Clip bekommt einen Proxy, der sich verknüpfen lässt. Ihre Originale werden nur gelesen.</translation>
    </message>
    <message>
        <source>Ctrl+O files   ·   Ctrl+Shift+O folder   ·   Ctrl+Shift+W watch   ·   F1 all keys</source>
        <translation>Strg+O Dateien   ·   Strg+Umschalt+O Ordner   ·   Strg+Umschalt+W überwachen   ·   F1 alle Tasten</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No job matches this filter.</source>
        <translation>Kein Job passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>Save rules</source>
        <translation>Regeln speichern</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu durchsuchen</translation>
    </message>
    <message>
        <source>Stop watching…</source>
        <translation>Nicht mehr überwachen…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Not done: the server does not answer.</source>
        <translation>Nicht ausgeführt: Der Server antwortet nicht.</translation>
    </message>
    <message>
        <source>Not done: the server does not accept this home&apos;s token.</source>
        <translation>Nicht ausgeführt: Der Server nimmt das Token dieses Home-Ordners nicht an.</translation>
    </message>
    <message>
        <source>Add all clips of a folder</source>
        <translation>Alle Clips eines Ordners hinzufügen</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Camera footage becomes proxies that relink.
MIT licence.</source>
        <translation>Aus Kameramaterial werden Proxys, die sich verknüpfen lassen.
MIT-Lizenz.</translation>
    </message>
    <message>
        <source>About Rushes</source>
        <translation>Über Rushes</translation>
    </message>
    <message numerus="yes">
        <source>{n} jobs go on without this window.</source>
        <comment>{n} job goes on without this window.</comment>
        <translation>
            <numerusform>{n} Job läuft ohne dieses Fenster weiter.</numerusform>
            <numerusform>{n} Jobs laufen ohne dieses Fenster weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close it whenever you like.</source>
        <translation>Schließen Sie es, wann Sie möchten.</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message numerus="yes">
        <source>Rushes – {n} running</source>
        <comment>Rushes – {n} running</comment>
        <translation>
            <numerusform>Rushes – {n} läuft</numerusform>
            <numerusform>Rushes – {n} laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> ({n} jobs.)</source>
        <comment> ({n} job.)</comment>
        <translation>
            <numerusform> ({n} Job.)</numerusform>
            <numerusform> ({n} Jobs.)</numerusform>
        </translation>
    </message>
    <message>
        <source>Refused.</source>
        <translation>Abgelehnt.</translation>
    </message>
    <message>
        <source>Saved. The rules hold for what lands from now on.</source>
        <translation>Gespeichert. Die Regeln gelten für alles, was ab jetzt landet.</translation>
    </message>
    <message>
        <source>Looking through {folder} again.</source>
        <translation>{folder} wird neu durchsucht.</translation>
    </message>
    <message>
        <source>Type the path of a clip, or drop it here</source>
        <translation>Pfad eines Clips eingeben, oder ihn hierher ziehen</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>&amp;Why was this clip not done?</source>
        <translation>&amp;Warum wurde dieser Clip nicht bearbeitet?</translation>
    </message>
    <message numerus="yes">
        <source>{n} files</source>
        <comment>{n} file</comment>
        <translation>
            <numerusform>{n} Datei</numerusform>
            <numerusform>{n} Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>{nle} links</source>
        <translation>{nle} verknüpft</translation>
    </message>
    <message>
        <source>{nle} does not link</source>
        <translation>{nle} verknüpft nicht</translation>
    </message>
    <message>
        <source>{nle}: not confirmed</source>
        <translation>{nle}: nicht bestätigt</translation>
    </message>
    <message>
        <source>{nle}: not known</source>
        <translation>{nle}: nicht bekannt</translation>
    </message>
    <message>
        <source>Relinks in</source>
        <translation>Verknüpfbar in</translation>
    </message>
    <message>
        <source>Checked against the original</source>
        <translation>Mit dem Original verglichen</translation>
    </message>
    <message>
        <source>What this window remembered was damaged. It begins anew; the old file is {file}.</source>
        <translation>Was sich dieses Fenster gemerkt hatte, war beschädigt. Es fängt neu an; die alte Datei ist {file}.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Added as soon as the server answers.</source>
        <translation>Wird hinzugefügt, sobald der Server antwortet.</translation>
    </message>
    <message>
        <source>watching</source>
        <translation>wird überwacht</translation>
    </message>
    <message>
        <source>looking through it</source>
        <translation>wird durchsucht</translation>
    </message>
    <message>
        <source>out of reach</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>Jobs by state</source>
        <translation>Jobs nach Zustand</translation>
    </message>
    <message>
        <source>Clips that land in a watch folder become proxies by themselves.</source>
        <translation>Clips, die in einem überwachten Ordner landen, werden von selbst zu Proxys.</translation>
    </message>
    <message>
        <source>Stop watching the selected folder</source>
        <translation>Den gewählten Ordner nicht mehr überwachen</translation>
    </message>
    <message>
        <source>preset {preset}</source>
        <translation>Preset {preset}</translation>
    </message>
    <message>
        <source>Rushes keeps its jobs and settings in a folder, but cannot use {folder}: {why}.</source>
        <translation>Rushes bewahrt Jobs und Einstellungen in einem Ordner auf, kann {folder} aber nicht benutzen: {why}.</translation>
    </message>
    <message>
        <source>Choose a folder on a disk of this machine, or mend the rights of that one.</source>
        <translation>Wählen Sie einen Ordner auf einem Datenträger dieses Computers oder berichtigen Sie die Rechte des anderen.</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen…</translation>
    </message>
    <message>
        <source>Home of Rushes</source>
        <translation>Home-Ordner von Rushes</translation>
    </message>
    <message>
        <source>no right to write there</source>
        <translation>kein Schreibrecht</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Sending was stopped. What arrived whole stays.</source>
        <translation>Das Senden wurde gestoppt. Was vollständig ankam, bleibt.</translation>
    </message>
    <message>
        <source>Clips are still being sent to the server. Closing the window stops that.</source>
        <translation>Noch werden Clips an den Server gesendet. Schließen Sie das Fenster, endet das.</translation>
    </message>
    <message>
        <source>Sending {name}: clip {number} of {count}, {sent} of {total}.</source>
        <translation>{name} wird gesendet: Clip {number} von {count}, {sent} von {total}.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message numerus="yes">
        <source>{n} clips sent.</source>
        <comment>{n} clip sent.</comment>
        <translation>
            <numerusform>{n} Clip gesendet.</numerusform>
            <numerusform>{n} Clips gesendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> And {n} more.</source>
        <comment> And one more.</comment>
        <translation>
            <numerusform> Und ein weiterer.</numerusform>
            <numerusform> Und {n} weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} was not sent: {why}</source>
        <translation>{name} wurde nicht gesendet: {why}</translation>
    </message>
    <message>
        <source>Jobs are arranged where the table shows the queue in its order.</source>
        <translation>Jobs lassen sich ordnen, wenn die Tabelle nach der Reihenfolge sortiert ist.</translation>
    </message>
    <message>
        <source>Show the queue in order</source>
        <translation>In Reihenfolge zeigen</translation>
    </message>
    <message>
        <source>At most {most} jobs are moved at once: use “Do first”.</source>
        <translation>Höchstens {most} Jobs lassen sich auf einmal verschieben: Nehmen Sie „Zuerst“.</translation>
    </message>
    <message>
        <source>It cannot be read. Is the disk still there?</source>
        <translation>Nicht lesbar. Ist der Datenträger noch da?</translation>
    </message>
    <message>
        <source>It changes. Is it still being copied?</source>
        <translation>Die Datei ändert sich. Wird sie noch kopiert?</translation>
    </message>
    <message>
        <source>The server does not answer ({fault}).</source>
        <translation>Der Server antwortet nicht ({fault}).</translation>
    </message>
    <message>
        <source>Where the server finds these clips</source>
        <translation>Wo der Server diese Clips findet</translation>
    </message>
    <message>
        <source>Folder on this computer</source>
        <translation>Ordner auf diesem Computer</translation>
    </message>
    <message>
        <source>The same folder on the server</source>
        <translation>Derselbe Ordner auf dem Server</translation>
    </message>
    <message>
        <source>Use that folder</source>
        <translation>Diesen Ordner verwenden</translation>
    </message>
    <message>
        <source>Send the clips</source>
        <translation>Clips senden</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>The server {server} does not find these clips</source>
        <translation>Der Server {server} findet diese Clips nicht</translation>
    </message>
    <message numerus="yes">
        <source>Send {n} clips, {size}</source>
        <comment>Send {n} clip, {size}</comment>
        <translation>
            <numerusform>{n} Clip senden, {size}</numerusform>
            <numerusform>{n} Clips senden, {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>This folder &amp;here</source>
        <translation>Dieser &amp;Ordner hier</translation>
    </message>
    <message>
        <source>is on the &amp;server</source>
        <translation>ist auf dem &amp;Server</translation>
    </message>
    <message>
        <source>If it reads the same disk or share under another name, say which. It is remembered.</source>
        <translation>Liest er denselben Datenträger oder dieselbe Freigabe unter anderem Namen, geben Sie ihn an. Das wird gemerkt.</translation>
    </message>
    <message>
        <source>Else the clips can be sent there; proxies are made there.</source>
        <translation>Sonst lassen sich die Clips dorthin senden; die Proxys entstehen dort.</translation>
    </message>
    <message>
        <source>Those are too many files for one drop. Drop the folder they are in.</source>
        <translation>Das sind zu viele Dateien auf einmal. Ziehen Sie den Ordner hierher, in dem sie liegen.</translation>
    </message>
    <message numerus="yes">
        <source>Looking at {n} items…</source>
        <comment>Looking at {n} item…</comment>
        <translation>
            <numerusform>{n} Objekt wird geprüft…</numerusform>
            <numerusform>{n} Objekte werden geprüft…</numerusform>
        </translation>
    </message>
    <message>
        <source>the usual preset</source>
        <translation>dem üblichen Preset</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt…</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>&amp;Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Choose clips to make proxies of</source>
        <translation>Clips wählen, aus denen Proxys werden</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Make proxies of all clips in a folder</source>
        <translation>Proxys aus allen Clips eines Ordners erstellen</translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation>Ordner über&amp;wachen…</translation>
    </message>
    <message>
        <source>Make proxies of whatever lands there</source>
        <translation>Proxys aus allem erstellen, was dort landet</translation>
    </message>
    <message>
        <source>Take o&amp;ver proxies…</source>
        <translation>&amp;Proxys übernehmen…</translation>
    </message>
    <message>
        <source>Check proxies that were made elsewhere, and know them from then on</source>
        <translation>Anderswo erstellte Proxys prüfen und von da an kennen</translation>
    </message>
    <message>
        <source>Clips were &amp;moved…</source>
        <translation>&amp;Clips sind umgezogen…</translation>
    </message>
    <message>
        <source>Take what is known of clips along to their new folder</source>
        <translation>Was über Clips bekannt ist, in ihren neuen Ordner mitnehmen</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>Fenster &amp;schließen</translation>
    </message>
    <message>
        <source>Close the window; jobs go on</source>
        <translation>Fenster schließen; Jobs laufen weiter</translation>
    </message>
    <message>
        <source>Co&amp;nnect…</source>
        <translation>&amp;Verbinden…</translation>
    </message>
    <message>
        <source>Show the server of another computer</source>
        <translation>Den Server eines anderen Computers zeigen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>End Rushes; asks what becomes of the jobs</source>
        <translation>Rushes beenden; fragt, was aus den Jobs wird</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back what the status bar offers to take back</source>
        <translation>Zurücknehmen, was die Statusleiste anbietet</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Select all jobs shown</source>
        <translation>Alle gezeigten Jobs auswählen</translation>
    </message>
    <message>
        <source>&amp;Copy paths</source>
        <translation>&amp;Pfade kopieren</translation>
    </message>
    <message>
        <source>Copy the paths of the proxies, or of the clips</source>
        <translation>Pfade der Proxys kopieren, sonst der Clips</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtern</translation>
    </message>
    <message>
        <source>Show only jobs whose names contain a text</source>
        <translation>Nur Jobs zeigen, deren Name einen Text enthält</translation>
    </message>
    <message>
        <source>Clear fil&amp;ter</source>
        <translation>Filter &amp;löschen</translation>
    </message>
    <message>
        <source>Show all jobs again</source>
        <translation>Wieder alle Jobs zeigen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Stop the selected jobs; nothing of them stays</source>
        <translation>Gewählte Jobs stoppen; nichts bleibt von ihnen zurück</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Start the selected jobs again</source>
        <translation>Gewählte Jobs neu starten</translation>
    </message>
    <message>
        <source>P&amp;ause</source>
        <translation>Pau&amp;sieren</translation>
    </message>
    <message>
        <source>Let the selected jobs stand still</source>
        <translation>Gewählte Jobs anhalten</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Let paused jobs go on</source>
        <translation>Pausierte Jobs weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Do &amp;first</source>
        <translation>&amp;Zuerst</translation>
    </message>
    <message>
        <source>Put the selected jobs before all others</source>
        <translation>Gewählte Jobs vor alle anderen stellen</translation>
    </message>
    <message>
        <source>Do as us&amp;ual</source>
        <translation>Wie übl&amp;ich</translation>
    </message>
    <message>
        <source>Give the selected jobs their usual place</source>
        <translation>Gewählten Jobs ihren üblichen Platz geben</translation>
    </message>
    <message>
        <source>Do &amp;last</source>
        <translation>Z&amp;uletzt</translation>
    </message>
    <message>
        <source>Put the selected jobs behind all others</source>
        <translation>Gewählte Jobs hinter alle anderen stellen</translation>
    </message>
    <message>
        <source>Mo&amp;ve up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>One place earlier, where the queue is shown in order</source>
        <translation>Einen Platz früher, wenn nach Reihenfolge sortiert ist</translation>
    </message>
    <message>
        <source>Move do&amp;wn</source>
        <translation>Nach u&amp;nten</translation>
    </message>
    <message>
        <source>One place later, where the queue is in order</source>
        <translation>Einen Platz später, wenn nach Reihenfolge sortiert ist</translation>
    </message>
    <message>
        <source>Ma&amp;ke again</source>
        <translation>N&amp;eu erstellen</translation>
    </message>
    <message>
        <source>With the preset chosen in the tool bar</source>
        <translation>Mit dem Preset aus der Werkzeugleiste</translation>
    </message>
    <message>
        <source>Make again wi&amp;th…</source>
        <translation>Neu erstellen &amp;mit…</translation>
    </message>
    <message>
        <source>Choose the preset to make it again with</source>
        <translation>Das Preset wählen, mit dem neu erstellt wird</translation>
    </message>
    <message>
        <source>&amp;Open proxy</source>
        <translation>&amp;Proxy öffnen</translation>
    </message>
    <message>
        <source>Play the finished proxy</source>
        <translation>Den fertigen Proxy abspielen</translation>
    </message>
    <message>
        <source>Show cl&amp;ip</source>
        <translation>&amp;Clip zeigen</translation>
    </message>
    <message>
        <source>Show the original in the file manager</source>
        <translation>Das Original im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Show &amp;proxy</source>
        <translation>P&amp;roxy zeigen</translation>
    </message>
    <message>
        <source>Show the proxy in the file manager</source>
        <translation>Den Proxy im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Take off th&amp;e list</source>
        <translation>&amp;Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Proxies stay, and nothing is done twice</source>
        <translation>Proxys bleiben, und nichts wird zweimal gemacht</translation>
    </message>
    <message>
        <source>Clear fini&amp;shed</source>
        <translation>Ferti&amp;ge entfernen</translation>
    </message>
    <message>
        <source>Take what is done or cancelled off the list</source>
        <translation>Fertige und abgebrochene Jobs aus der Liste nehmen</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>&amp;Jobs</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>Die Jobs zeigen</translation>
    </message>
    <message>
        <source>&amp;Queue in order</source>
        <translation>&amp;Reihenfolge</translation>
    </message>
    <message>
        <source>Show and arrange what waits</source>
        <translation>Zeigen und ordnen, was wartet</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Details</translation>
    </message>
    <message>
        <source>Show or hide what is known of a job</source>
        <translation>Zeigen oder verbergen, was über einen Job bekannt ist</translation>
    </message>
    <message>
        <source>Pictu&amp;res</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message>
        <source>Show a picture of each clip</source>
        <translation>Ein Bild jedes Clips zeigen</translation>
    </message>
    <message>
        <source>&amp;Columns…</source>
        <translation>Sp&amp;alten…</translation>
    </message>
    <message>
        <source>Choose what the table shows</source>
        <translation>Wählen, was die Tabelle zeigt</translation>
    </message>
    <message>
        <source>Colours of the s&amp;ystem</source>
        <translation>Farben des S&amp;ystems</translation>
    </message>
    <message>
        <source>Light or dark as the system</source>
        <translation>Hell oder dunkel wie das System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Helle Farben</translation>
    </message>
    <message>
        <source>Dar&amp;k</source>
        <translation>Dunk&amp;el</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>&amp;First steps…</source>
        <translation>&amp;Erste Schritte…</translation>
    </message>
    <message>
        <source>Where proxies go, and what they are</source>
        <translation>Wohin Proxys gehen, und was für welche</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>List the keys</source>
        <translation>Die Tasten auflisten</translation>
    </message>
    <message>
        <source>A&amp;bout Rushes</source>
        <translation>Ü&amp;ber Rushes</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Starting the server…</source>
        <translation>Server wird gestartet…</translation>
    </message>
    <message>
        <source>The server that runs is Rushes {theirs}, this window is {ours}.</source>
        <translation>Es läuft der Server von Rushes {theirs}, dieses Fenster ist {ours}.</translation>
    </message>
    <message>
        <source>Install the same version on both machines.</source>
        <translation>Installieren Sie auf beiden Computern dieselbe Version.</translation>
    </message>
    <message>
        <source>Restart the server</source>
        <translation>Server neu starten</translation>
    </message>
    <message>
        <source>A restart costs nothing but a moment.</source>
        <translation>Ein Neustart kostet nur einen Augenblick.</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>The connection to the Rushes server is lost. Trying again…</source>
        <translation>Die Verbindung zum Rushes-Server ist weg. Neuer Versuch…</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>Verbinden…</translation>
    </message>
    <message>
        <source>The server at {address} does not accept the token.</source>
        <translation>Der Server unter {address} nimmt das Token nicht an.</translation>
    </message>
    <message>
        <source>The server does not accept this home&apos;s token. Started anew, it does.</source>
        <translation>Der Server nimmt das Token dieses Home-Ordners nicht an. Neu gestartet nimmt er es an.</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Trying again… Is it running there, and is the network there?</source>
        <translation>Neuer Versuch… Läuft er dort, und ist das Netzwerk da?</translation>
    </message>
    <message>
        <source>What it wrote last is below; all of it is in {file}.</source>
        <translation>Was er zuletzt schrieb, steht unten; alles steht in {file}.</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>with {preset}</source>
        <translation>mit {preset}</translation>
    </message>
    <message>
        <source>as in the watch folder {folder}, with {preset}</source>
        <translation>wie im überwachten Ordner {folder}, mit {preset}</translation>
    </message>
    <message>
        <source>A web link is not a clip. Download the file first, then drop it here.</source>
        <translation>Ein Weblink ist kein Clip. Laden Sie die Datei erst herunter und ziehen Sie sie dann hierher.</translation>
    </message>
    <message>
        <source>Text is not a clip. Drop files or folders from your file manager.</source>
        <translation>Text ist kein Clip. Ziehen Sie Dateien oder Ordner aus dem Dateimanager hierher.</translation>
    </message>
    <message>
        <source>Nothing in there is a file. Drop files or folders from your file manager.</source>
        <translation>Darin ist keine Datei. Ziehen Sie Dateien oder Ordner aus dem Dateimanager hierher.</translation>
    </message>
    <message>
        <source>Nothing new in there</source>
        <translation>Darin ist nichts Neues</translation>
    </message>
    <message>
        <source>about {time} of work</source>
        <translation>etwa {time} Arbeit</translation>
    </message>
    <message>
        <source>about {size} of {free} free for the proxies</source>
        <translation>etwa {size} der freien {free} für die Proxys</translation>
    </message>
    <message>
        <source>about {size} for the proxies</source>
        <translation>etwa {size} für die Proxys</translation>
    </message>
    <message numerus="yes">
        <source>{n} clips already done</source>
        <comment>{n} clip already done</comment>
        <translation>
            <numerusform>{n} Clip schon fertig</numerusform>
            <numerusform>{n} Clips schon fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips already in the queue</source>
        <comment>{n} clip already in the queue</comment>
        <translation>
            <numerusform>{n} Clip schon eingereiht</numerusform>
            <numerusform>{n} Clips schon eingereiht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} files left alone, such as</source>
        <comment>{n} file left alone, such as</comment>
        <translation>
            <numerusform>{n} Datei ausgelassen, nämlich</numerusform>
            <numerusform>{n} Dateien ausgelassen, etwa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips added.</source>
        <comment>{n} clip added.</comment>
        <translation>
            <numerusform>{n} Clip hinzugefügt.</numerusform>
            <numerusform>{n} Clips hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} clips had a proxy already.</source>
        <comment>{n} clip had a proxy already.</comment>
        <translation>
            <numerusform>{n} Clip hatte schon einen Proxy.</numerusform>
            <numerusform>{n} Clips hatten schon einen Proxy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} other files left alone.</source>
        <comment>{n} other file left alone.</comment>
        <translation>
            <numerusform>{n} andere Datei ausgelassen.</numerusform>
            <numerusform>{n} andere Dateien ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>Nichts wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>Nothing was added: there is no clip in there.</source>
        <translation>Nichts wurde hinzugefügt: Darin ist kein Clip.</translation>
    </message>
    <message numerus="yes">
        <source>Nothing was added: {n} files are no clips, such as</source>
        <comment>Nothing was added: {n} file is no clip, such as</comment>
        <translation>
            <numerusform>Nichts wurde hinzugefügt: {n} Datei ist kein Clip, nämlich</numerusform>
            <numerusform>Nichts wurde hinzugefügt: {n} Dateien sind keine Clips, etwa</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no Rushes server yet.</source>
        <translation>Es gibt noch keinen Rushes-Server.</translation>
    </message>
    <message>
        <source>It is being looked for.</source>
        <translation>Er wird gesucht.</translation>
    </message>
    <message>
        <source>The Rushes server does not answer.</source>
        <translation>Der Rushes-Server antwortet nicht.</translation>
    </message>
    <message>
        <source>The server answered with status {status}.</source>
        <translation>Der Server antwortete mit Status {status}.</translation>
    </message>
    <message>
        <source>Its log says more.</source>
        <translation>Sein Log sagt mehr.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation>Übliche Spalten</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Drop to make proxies {how}</source>
        <translation>Loslassen für Proxys {how}</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>Was gemacht wird</translation>
    </message>
    <message>
        <source>Make proxies</source>
        <translation>Proxys erstellen</translation>
    </message>
    <message>
        <source>Looking at what you dropped…</source>
        <translation>Was Sie abgelegt haben, wird geprüft…</translation>
    </message>
    <message>
        <source>Proxies with {preset}.</source>
        <translation>Proxys mit {preset}.</translation>
    </message>
    <message>
        <source>There is not enough room for all of them. Jobs wait until there is.</source>
        <translation>Der Platz reicht nicht für alle. Jobs warten, bis er reicht.</translation>
    </message>
    <message numerus="yes">
        <source>and {n} further reasons.</source>
        <comment>and {n} further reason.</comment>
        <translation>
            <numerusform>und {n} weiterer Grund.</numerusform>
            <numerusform>und {n} weitere Gründe.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Being done…</source>
        <translation>Wird ausgeführt…</translation>
    </message>
    <message>
        <source>Take over proxies</source>
        <translation>Proxys übernehmen</translation>
    </message>
    <message>
        <source>Proxies that were made elsewhere are matched to their clips by name, decoded and compared. They count as {preset}. Nothing is moved or written.</source>
        <translation>Anderswo erstellte Proxys werden ihren Clips nach Namen zugeordnet, dekodiert und verglichen. Sie zählen als {preset}. Nichts wird verschoben oder geschrieben.</translation>
    </message>
    <message>
        <source>&amp;Folder of the proxies</source>
        <translation>&amp;Ordner der Proxys</translation>
    </message>
    <message>
        <source>Folder of the proxies</source>
        <translation>Ordner der Proxys</translation>
    </message>
    <message>
        <source>Its clip, or why not</source>
        <translation>Der Clip dazu, oder warum nicht</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>&amp;Übernehmen</translation>
    </message>
    <message>
        <source>Clips were moved</source>
        <translation>Clips sind umgezogen</translation>
    </message>
    <message>
        <source>What is known of the clips goes along to where they are now: jobs, proxies, watch folders. Nothing on a disk is touched; the other way round takes it back.</source>
        <translation>Was über die Clips bekannt ist, zieht mit dorthin um, wo sie jetzt sind: Jobs, Proxys, überwachte Ordner. Auf den Datenträgern ändert sich nichts; umgekehrt lässt es sich zurücknehmen.</translation>
    </message>
    <message>
        <source>They &amp;were in</source>
        <translation>Sie &amp;waren in</translation>
    </message>
    <message>
        <source>Folder in which the clips were</source>
        <translation>Ordner, in dem die Clips waren</translation>
    </message>
    <message>
        <source>They &amp;are in</source>
        <translation>Sie &amp;liegen jetzt in</translation>
    </message>
    <message>
        <source>Folder in which the clips are now</source>
        <translation>Ordner, in dem die Clips jetzt liegen</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>&amp;Take along</source>
        <translation>&amp;Mitnehmen</translation>
    </message>
    <message>
        <source>No clip of that name lies beside its folder, or is known.</source>
        <translation>Neben seinem Ordner liegt kein Clip dieses Namens, und bekannt ist auch keiner.</translation>
    </message>
    <message>
        <source>Several clips have that name. Choose the folder beside the right one.</source>
        <translation>Mehrere Clips heißen so. Wählen Sie den Ordner neben dem richtigen.</translation>
    </message>
    <message>
        <source>It is a copy of its clip, not a proxy.</source>
        <translation>Das ist eine Kopie des Clips, kein Proxy.</translation>
    </message>
    <message>
        <source>It cannot be looked into: its rights, or the disk.</source>
        <translation>Nicht lesbar: die Rechte oder der Datenträger.</translation>
    </message>
    <message numerus="yes">
        <source>{n} proxies can be taken over.</source>
        <comment>{n} proxy can be taken over.</comment>
        <translation>
            <numerusform>{n} Proxy lässt sich übernehmen.</numerusform>
            <numerusform>{n} Proxys lassen sich übernehmen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} are known already.</source>
        <comment>{n} is known already.</comment>
        <translation>
            <numerusform>{n} ist schon bekannt.</numerusform>
            <numerusform>{n} sind schon bekannt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} are left alone.</source>
        <comment>{n} is left alone.</comment>
        <translation>
            <numerusform>{n} bleibt ausgelassen.</numerusform>
            <numerusform>{n} bleiben ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Known already: {clip}</source>
        <translation>Schon bekannt: {clip}</translation>
    </message>
    <message>
        <source>No proxies are in that folder.</source>
        <translation>In diesem Ordner sind keine Proxys.</translation>
    </message>
    <message numerus="yes">
        <source>{n} clips are in the new folder.</source>
        <comment>{n} clip is in the new folder.</comment>
        <translation>
            <numerusform>{n} Clip ist im neuen Ordner.</numerusform>
            <numerusform>{n} Clips sind im neuen Ordner.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} are not there.</source>
        <comment>{n} is not there.</comment>
        <translation>
            <numerusform>{n} ist nicht da.</numerusform>
            <numerusform>{n} sind nicht da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} are other files there.</source>
        <comment>{n} is another file there.</comment>
        <translation>
            <numerusform>{n} ist dort eine andere Datei.</numerusform>
            <numerusform>{n} sind dort andere Dateien.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another file is there under its name: it stays as it was.</source>
        <translation>Dort liegt eine andere Datei unter seinem Namen: Es bleibt, wie es war.</translation>
    </message>
    <message>
        <source>It is not there: it stays as it was.</source>
        <translation>Er ist nicht da: Es bleibt, wie es war.</translation>
    </message>
    <message>
        <source>Goes along.</source>
        <translation>Zieht mit um.</translation>
    </message>
    <message>
        <source>No clip is known from the old folder.</source>
        <translation>Aus dem alten Ordner ist kein Clip bekannt.</translation>
    </message>
    <message numerus="yes">
        <source>{n} proxies are being checked.</source>
        <comment>{n} proxy is being checked.</comment>
        <translation>
            <numerusform>{n} Proxy wird geprüft.</numerusform>
            <numerusform>{n} Proxys werden geprüft.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} were known already.</source>
        <comment>{n} was known already.</comment>
        <translation>
            <numerusform>{n} war schon bekannt.</numerusform>
            <numerusform>{n} waren schon bekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was taken over.</source>
        <translation>Nichts wurde übernommen.</translation>
    </message>
    <message numerus="yes">
        <source>{n} clips are known in the new folder.</source>
        <comment>{n} clip is known in the new folder.</comment>
        <translation>
            <numerusform>{n} Clip ist im neuen Ordner bekannt.</numerusform>
            <numerusform>{n} Clips sind im neuen Ordner bekannt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} watch folders went along.</source>
        <comment>{n} watch folder went along.</comment>
        <translation>
            <numerusform>{n} überwachter Ordner zog mit um.</numerusform>
            <numerusform>{n} überwachte Ordner zogen mit um.</numerusform>
        </translation>
    </message>
    <message>
        <source>left alone: {file}</source>
        <translation>ausgelassen: {file}</translation>
    </message>
</context>
</TS>
