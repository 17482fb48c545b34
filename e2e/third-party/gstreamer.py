"""A WHIP or WHEP client (RFC 9725) that shares no code with Vitrine: GStreamer's webrtcbin and Python's own HTTP client.

    gstreamer.py publish URL TOKEN    sends a moving test picture (VP8) and a tone until it is ended
    gstreamer.py play URL TOKEN       decodes the picture and prints a line for every ten of them

Prints one JSON line for each thing that happened. SIGTERM ends the session properly.
"""

import json
import signal
import sys
import threading
import urllib.request
from urllib.parse import urljoin

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PUBLISH = (
    "webrtcbin name=peer bundle-policy=max-bundle "
    "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=20/1 ! videoconvert "
    "! vp8enc deadline=1 keyframe-max-dist=40 ! rtpvp8pay pt=96 picture-id-mode=15-bit "
    "! application/x-rtp,media=video,encoding-name=VP8,payload=96 ! peer. "
    "audiotestsrc is-live=true wave=sine volume=0.1 ! audioconvert ! audioresample ! opusenc ! rtpopuspay pt=97 "
    "! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! peer."
)
VIDEO = "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000"
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,payload=97,clock-rate=48000,encoding-params=(string)2"


def tell(what, **more):
    print(json.dumps({"what": what, **more}), flush=True)


def request(method, url, token, body=None):
    headers = {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers["Content-Type"] = "application/sdp"
    call = urllib.request.Request(url, data=body and body.encode(), method=method, headers=headers)
    with urllib.request.urlopen(call, timeout=10) as answer:
        return answer.status, answer.headers, answer.read().decode()


class Client:
    def __init__(self, role, url, token):
        self.url, self.token = url, token
        self.session = None
        self.frames = 0
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.parse_launch(PUBLISH) if role == "publish" else Gst.Pipeline.new()
        if role == "publish":
            self.peer = self.pipeline.get_by_name("peer")
        else:
            self.peer = Gst.ElementFactory.make("webrtcbin", "peer")
            self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
            self.pipeline.add(self.peer)
            for caps in (VIDEO, AUDIO):
                self.peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY, Gst.Caps.from_string(caps))
            self.peer.connect("pad-added", self.on_pad)
        # Left to itself it looks for other machines, and leaves this one's loopback out.
        self.ice = self.peer.get_property("ice-agent")
        self.ice.emit("add-local-ip-address", "127.0.0.1")
        self.peer.connect("on-negotiation-needed", self.on_negotiation_needed)
        self.peer.connect("notify::ice-gathering-state", self.on_gathering)
        self.peer.connect("notify::connection-state", self.on_connection)
        if role == "publish":
            for index in range(2):
                transceiver = self.peer.emit("get-transceiver", index)
                transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)

    def run(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, self.loop.quit)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        if self.session:
            status, _, _ = request("DELETE", self.session, self.token)
            tell("deleted", status=status)
        self.pipeline.set_state(Gst.State.NULL)

    def on_negotiation_needed(self, peer):
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer, peer, None))

    def on_offer(self, promise, peer, _):
        promise.wait()
        # The description belongs to the reply: it has to be held as long as what is read from it.
        self.reply = promise.get_reply()
        self.offer = self.reply.get_value("offer")
        text = self.offer.sdp.as_text()
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        self.local = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.OFFER, sdp)
        peer.emit("set-local-description", self.local, Gst.Promise.new())

    def on_gathering(self, peer, _):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE and self.session is None:
            self.session = ""
            threading.Thread(target=self.exchange, daemon=True).start()

    def exchange(self):
        offer = self.peer.get_property("local-description").sdp.as_text()
        status, headers, text = request("POST", self.url, self.token, offer)
        tell("answered", status=status, type=headers["Content-Type"], location=headers["Location"])
        self.session = urljoin(self.url, headers["Location"])
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.peer.emit("set-remote-description", answer, Gst.Promise.new())

    def on_connection(self, peer, _):
        tell("connection", state=peer.get_property("connection-state").value_nick)

    def on_pad(self, _, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        media = pad.get_current_caps().get_structure(0).get_string("media")
        chain = "rtpvp8depay ! vp8dec ! fakesink name=end signal-handoffs=true sync=false" if media == "video" else "fakesink sync=false"
        part = Gst.parse_bin_from_description(chain, True)
        self.pipeline.add(part)
        if media == "video":
            part.get_by_name("end").connect("handoff", self.on_frame)
        part.sync_state_with_parent()
        pad.link(part.get_static_pad("sink"))

    def on_frame(self, *_):
        self.frames += 1
        if self.frames % 10 == 0:
            tell("frames", count=self.frames)


if __name__ == "__main__":
    Gst.init(None)
    Client(*sys.argv[1:4]).run()
