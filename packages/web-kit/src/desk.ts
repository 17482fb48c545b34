/** The parts of the shop's side, apart from the index so that the customer's app never loads them. */
export { default as Tabs } from './components/control/ControlTabs.vue';
export { default as Drawer } from './components/desk/DeskDrawer.vue';
export { default as Figure } from './components/desk/DeskFigure.vue';
export { default as HoldButton } from './components/desk/DeskHoldButton.vue';
export { default as Key } from './components/desk/DeskKey.vue';
export { default as Meter } from './components/desk/DeskMeter.vue';
export { default as MoneyField } from './components/desk/DeskMoneyField.vue';
export { default as Segmented } from './components/desk/DeskSegmented.vue';
