const { withAppDelegate, withMainApplication } = require('expo/config-plugins');

/**
 * A show is heard from the loudspeaker, at the volume of films and music. By itself WebRTC plays as a telephone does, at the ear. Where the
 * template of Expo has changed so that a line finds its place no more, the build stops.
 */
const withSpeaker = (config) =>
  withMainApplication(
    withAppDelegate(config, (delegate) => {
      delegate.modResults.contents = onIos(delegate.modResults.contents);
      return delegate;
    }),
    (application) => {
      application.modResults.contents = onAndroid(application.modResults.contents);
      return application;
    },
  );

/** `videoChat` keeps the echo of guests away, and comes from the speaker unless a headset is there. */
function onIos(source) {
  const imported = after(source, 'import ReactAppDependencyProvider\n', 'import AVFoundation\nimport WebRTC\n');
  return after(
    imported,
    /didFinishLaunchingWithOptions[^{]*\{\n/,
    `    let sound = RTCAudioSessionConfiguration.webRTC()
    sound.mode = AVAudioSession.Mode.videoChat.rawValue
    sound.categoryOptions = [.defaultToSpeaker, .allowBluetooth, .allowBluetoothA2DP]
    RTCAudioSessionConfiguration.setWebRTC(sound)
`,
  );
}
/** The phone's own echo canceller works for telephone calls alone: WebRTC's takes its place. */
function onAndroid(source) {
  const imports = `import android.media.AudioAttributes
import com.oney.WebRTCModule.WebRTCModuleOptions
import org.webrtc.audio.JavaAudioDeviceModule
`;
  return after(
    after(source, 'import android.content.res.Configuration\n', imports),
    /override fun onCreate\(\) \{\n\s*super\.onCreate\(\)\n/,
    `    val sound = AudioAttributes.Builder()
      .setUsage(AudioAttributes.USAGE_MEDIA)
      .setContentType(AudioAttributes.CONTENT_TYPE_MOVIE)
      .build()
    WebRTCModuleOptions.getInstance().audioDeviceModule = JavaAudioDeviceModule.builder(this)
      .setAudioAttributes(sound)
      .setUseHardwareAcousticEchoCanceler(false)
      .createAudioDeviceModule()
`,
  );
}
function after(source, anchor, lines) {
  if (source.includes(lines)) return source;
  const [found] = typeof anchor === 'string' ? [anchor] : (anchor.exec(source) ?? []);
  const place = found === undefined ? -1 : source.indexOf(found);
  if (place < 0) throw new Error(`with-speaker.cjs: ${anchor} is not in the template of Expo any more.`);
  const end = place + found.length;
  return source.slice(0, end) + lines + source.slice(end);
}

module.exports = withSpeaker;
module.exports.onIos = onIos;
module.exports.onAndroid = onAndroid;
