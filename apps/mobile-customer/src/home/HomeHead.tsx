import { Icon, IconButton, stage, Txt } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { StyleSheet, TextInput, View } from 'react-native';
import { text } from '../text/index.ts';

/** The shop's name, and the ways to what is one's own; or the field that one searches by. */
export function HomeHead({ name, words, onWords }: { name: string; words: string | null; onWords: (words: string | null) => void }) {
  if (words !== null)
    return (
      <View style={styles.field} accessibilityRole="search">
        <Icon name="search" size={18} color={stage.muted} />
        <TextInput
          autoFocus
          value={words}
          onChangeText={onWords}
          placeholder={text.home.search}
          placeholderTextColor={stage.muted}
          accessibilityLabel={text.home.search}
          maxLength={100}
          enterKeyHint="search"
          autoCorrect={false}
          style={styles.input}
        />
        <IconButton icon="close" label={text.home.closeSearch} size={44} onPress={() => onWords(null)} style={styles.act} />
      </View>
    );
  return (
    <>
      <Txt variant="heading" numberOfLines={1} style={{ flex: 1 }}>
        {name}
      </Txt>
      <IconButton icon="search" label={text.home.openSearch} size={44} onPress={() => onWords('')} style={styles.act} />
      <IconButton icon="bag" label={text.home.orders} size={44} onPress={() => router.push('/orders')} style={styles.act} />
      <IconButton icon="person" label={text.home.account} size={44} onPress={() => router.push('/account')} style={styles.act} />
    </>
  );
}
const styles = StyleSheet.create({
  field: {
    flex: 1,
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    marginRight: 8,
    paddingLeft: 14,
    borderRadius: 24,
    borderWidth: 1,
    borderColor: stage.lineStrong,
    backgroundColor: stage.surface2,
  },
  input: { flex: 1, minWidth: 0, minHeight: 46, color: stage.text, fontSize: 16 },
  act: { backgroundColor: 'transparent', borderWidth: 0 },
});
