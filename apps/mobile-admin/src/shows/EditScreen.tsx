import { Button, IconButton, kitText, Loading, Notice, Screen, sayProblem, TextField, Txt, useLoaded, useShop } from '@vitrine/mobile-kit';
import type { Livestream, Quality, Visibility } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { router } from 'expo-router';
import { useState } from 'react';
import { View } from 'react-native';
import { text } from '../text/en.ts';
import { Choice } from './Choice.tsx';
import { fromFields, toFields } from './schedule.ts';

const back = (): void => (router.canGoBack() ? router.back() : router.replace('/'));
const BackButton = () => (
  <IconButton
    icon="back"
    label={text.edit.back}
    onPress={back}
    style={{ backgroundColor: 'transparent', borderWidth: 0, marginLeft: -12 }}
  />
);

/** Makes a show, or changes one that has not begun. */
export function EditScreen({ id }: { id: string | null }) {
  const { api } = useShop();
  const { loaded, reload } = useLoaded<Livestream | null>(async (signal) => (id === null ? null : api.livestream(id, { signal })));
  return (
    <Screen title={id === null ? text.edit.newTitle : text.edit.title} start={<BackButton />}>
      {loaded.status === 'loading' ? <Loading /> : null}
      {loaded.status === 'failed' ? (
        <Notice title={text.edit.loadFailed}>
          <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
        </Notice>
      ) : null}
      {loaded.status === 'ready' ? <Form show={loaded.value} /> : null}
    </Screen>
  );
}

function Form({ show }: { show: Livestream | null }) {
  const { api } = useShop();
  const [title, setTitle] = useState(show?.title ?? '');
  const [description, setDescription] = useState(show?.description ?? '');
  const planned = toFields(show?.scheduledFor ?? null);
  const [date, setDate] = useState(planned.date);
  const [time, setTime] = useState(planned.time);
  const [quality, setQuality] = useState<Quality>(show?.quality ?? '720p');
  const [visibility, setVisibility] = useState<Visibility>(show?.visibility ?? 'public');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const scheduledFor = fromFields(date, time);

  async function save(): Promise<void> {
    setChecked(true);
    if (isBusy || title.trim() === '' || scheduledFor === undefined) return;
    setBusy(true);
    setProblem(null);
    const input = { title: title.trim(), description: description.trim(), scheduledFor, quality, visibility };
    try {
      if (show) {
        await api.updateLivestream(show._id, input);
        back();
      } else {
        const { _id } = await api.createLivestream(input);
        router.replace(`/show/${_id}`);
      }
    } catch (error) {
      setProblem(sayProblem(error));
      setBusy(false);
    }
  }
  return (
    <View style={{ gap: 16 }}>
      <TextField
        label={text.edit.name}
        value={title}
        onChange={setTitle}
        error={isChecked && title.trim() === '' ? text.edit.nameMissing : undefined}
        autoCapitalize="sentences"
        maxLength={LIMITS.titleLength}
      />
      <TextField
        label={text.edit.description}
        value={description}
        onChange={setDescription}
        autoCapitalize="sentences"
        multiline
        maxLength={LIMITS.descriptionLength}
      />
      <TextField
        label={text.edit.date}
        value={date}
        onChange={setDate}
        hint={text.edit.dateHint}
        error={isChecked && scheduledFor === undefined ? text.edit.dateWrong : undefined}
      />
      {date.trim() === '' ? null : <TextField label={text.edit.time} value={time} onChange={setTime} hint={text.edit.timeHint} />}
      <Choice label={text.edit.quality} value={quality} options={{ '720p': '720p', '1080p': '1080p' }} onChange={setQuality} />
      <Choice label={text.edit.visibility} value={visibility} options={text.edit.visibilities} onChange={setVisibility} />
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {problem}
        </Txt>
      ) : null}
      <Button label={show ? text.edit.save : text.edit.create} variant="buy" isWide isBusy={isBusy} onPress={() => void save()} />
    </View>
  );
}
