import type { Contact } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { StyleSheet, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { TextField } from '../components/TextField.tsx';
import { Txt } from '../components/Txt.tsx';
import { buyText as words } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import type { ContactField } from './use-contact.ts';

/** Whom an order goes to: what this device remembers, or the fields to type it in. */
export function DeliverTo({
  contact,
  problems,
  isEditing,
  way,
  onEdit,
  onChange,
}: {
  contact: Contact;
  /** What is wrong with it, where it should be said already. */
  problems: Partial<Record<ContactField, string>>;
  isEditing: boolean;
  /** How it is delivered, and for how much. */
  way: string | undefined;
  onEdit: () => void;
  onChange: (field: ContactField, value: string) => void;
}) {
  if (!isEditing)
    return (
      <View style={styles.known}>
        <Icon name="house" color={stage.muted} />
        <View style={{ flex: 1 }} accessible accessibilityLabel={`${words.deliverTo} ${contact.address}`}>
          <Txt variant="label">{contact.address}</Txt>
          <Txt variant="small" tone="muted">
            {[`${contact.name}, ${contact.email}`, way].filter(Boolean).join('\n')}
          </Txt>
        </View>
        <Button label={words.change} variant="plain" onPress={onEdit} style={{ paddingHorizontal: 6 }} />
      </View>
    );
  return (
    <View style={{ gap: 12 }}>
      <TextField
        label={words.name}
        value={contact.name}
        onChange={(value) => onChange('name', value)}
        error={problems.name}
        autoComplete="name"
        autoCapitalize="words"
        maxLength={LIMITS.displayNameLength}
      />
      <TextField
        label={words.email}
        value={contact.email}
        onChange={(value) => onChange('email', value)}
        error={problems.email}
        autoComplete="email"
        keyboardType="email-address"
        maxLength={LIMITS.emailLength}
      />
      <TextField
        label={words.address}
        value={contact.address}
        onChange={(value) => onChange('address', value)}
        error={problems.address}
        hint={words.remembered}
        autoComplete="street-address"
        autoCapitalize="sentences"
        multiline
        maxLength={LIMITS.addressLength}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  known: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 12,
    paddingLeft: 14,
    paddingVertical: 8,
    borderRadius: 14,
    backgroundColor: stage.surface2,
  },
});
