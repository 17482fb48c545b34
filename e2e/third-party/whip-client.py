"""A WHIP client (RFC 9725) that shares no code with Vitrine: Python, aiortc, the standard library's HTTP client.

Publishes a moving test picture and a tone for a while, takes its session down again, and prints one JSON line with what it saw.
Exit code 0 only when the connection came up and the receiver confirmed packets by its reports.
"""

import argparse
import asyncio
import fractions
import json
import sys
import urllib.request
from urllib.parse import urljoin

import av
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import VideoStreamTrack
from aiortc.rtcrtpsender import RTCRtpSender

SAMPLE_RATE = 48000
SAMPLES_PER_FRAME = 960


class MovingPicture(VideoStreamTrack):
    """A bright bar that sweeps over a gradient, so that every frame differs from the one before."""

    def __init__(self):
        super().__init__()
        self.frames = 0

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        picture = numpy.zeros((360, 640, 3), numpy.uint8)
        picture[:, :, 0] = numpy.linspace(0, 255, 640, dtype=numpy.uint8)
        left = (self.frames * 8) % 600
        picture[:, left : left + 40] = 255
        self.frames += 1
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.samples = 0
        self.start = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        self.start = self.start if self.start is not None else loop.time()
        await asyncio.sleep(max(0, self.start + self.samples / SAMPLE_RATE - loop.time()))
        times = (numpy.arange(SAMPLES_PER_FRAME) + self.samples) / SAMPLE_RATE
        wave = (numpy.sin(2 * numpy.pi * 440 * times) * 2000).astype(numpy.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self.samples, fractions.Fraction(1, SAMPLE_RATE)
        self.samples += SAMPLES_PER_FRAME
        return frame


def request(method, url, token, body=None):
    headers = {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers["Content-Type"] = "application/sdp"
    call = urllib.request.Request(url, data=body and body.encode(), method=method, headers=headers)
    with urllib.request.urlopen(call, timeout=10) as answer:
        return answer.status, answer.headers, answer.read().decode()


async def publish(url, token, codec, seconds):
    peer = RTCPeerConnection()
    ended = asyncio.get_running_loop().create_future()
    connected = asyncio.get_running_loop().create_future()

    @peer.on("connectionstatechange")
    def changed():
        if peer.connectionState == "connected" and not connected.done():
            connected.set_result(None)
        elif peer.connectionState in ("failed", "closed") and not ended.done():
            ended.set_result(peer.connectionState)

    picture = MovingPicture()
    video = peer.addTransceiver(picture, direction="sendonly")
    audio = peer.addTransceiver(Tone(), direction="sendonly")
    codecs = RTCRtpSender.getCapabilities("video").codecs
    video.setCodecPreferences([one for one in codecs if one.mimeType.lower() == f"video/{codec}".lower()])

    await peer.setLocalDescription(await peer.createOffer())
    status, headers, answer = await asyncio.to_thread(request, "POST", url, token, peer.localDescription.sdp)
    assert status == 201, f"RFC 9725 section 4.2 wants 201 Created, got {status}"
    assert headers["Content-Type"].startswith("application/sdp"), headers["Content-Type"]
    assert f" {codec}/90000" in answer, f"the answer does not take {codec}"
    assert headers["Location"], "RFC 9725 section 4.2 wants the session's URL in Location"
    session = urljoin(url, headers["Location"])
    try:
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        await asyncio.wait_for(connected, 15)
        print("connected", file=sys.stderr, flush=True)
        done, _ = await asyncio.wait([ended], timeout=seconds)
        report = {"codec": codec, "frames": picture.frames, "endedByServer": bool(done)}
        for sender, kind in ((video.sender, "video"), (audio.sender, "audio")):
            for stat in (await sender.getStats()).values():
                if stat.type == "outbound-rtp":
                    report[f"{kind}Packets"] = stat.packetsSent
                elif stat.type == "remote-inbound-rtp":
                    report[f"{kind}Reported"] = True
                    report[f"{kind}Lost"] = stat.packetsLost
    finally:
        deleted, _, _ = await asyncio.to_thread(request, "DELETE", session, token)
        await peer.close()
    report["deleted"] = deleted
    print(json.dumps(report), flush=True)
    return report.get("videoReported") is True and report["videoPackets"] > 0 and deleted in (200, 204)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("url")
    arguments.add_argument("token")
    arguments.add_argument("--codec", choices=["VP8", "H264"], default="VP8")
    arguments.add_argument("--seconds", type=float, default=10)
    given = arguments.parse_args()
    sys.exit(0 if asyncio.run(publish(given.url, given.token, given.codec, given.seconds)) else 1)
