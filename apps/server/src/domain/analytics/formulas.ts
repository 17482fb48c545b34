import type { FigureFormula } from '@vitrine/protocol';

const of = (figure: string, name: string, formula: string): FigureFormula => ({ figure, name, formula });

/** How each figure of figures.ts is made, as the dashboard says it. Each figure is named by its place in `Analytics`. */
export const FORMULAS: readonly FigureFormula[] = [
  of('secondsOnAir', 'Time on air', 'From the start of the show to its end, or to now.'),
  of(
    'viewers.now',
    'Viewers now',
    'Different people who watch at this moment, however many tabs they have open. The control room is not counted.',
  ),
  of('viewers.peak', 'Peak viewers', 'The most viewers at one moment while the show was on air.'),
  of('viewers.average', 'Average viewers', 'Viewers now, noted a few times a minute while on air: their sum ÷ how often they were noted.'),
  of(
    'viewers.unique',
    'Unique viewers',
    'Different people who watched, liked, wrote, clicked or ordered in the show. A person who comes back is the same one.',
  ),
  of(
    'viewers.averageWatchTime',
    'Average watch time',
    'Seconds watched by all viewers together ÷ unique viewers; at most the time on air.',
  ),
  of('retention', 'Retention', 'For each minute since the start: viewers who were there in that minute ÷ unique viewers.'),
  of('likes', 'Likes', 'Viewers who like the show. Each counts once, and not any more when the like is taken back.'),
  of('chatMessages', 'Chat messages', 'Messages that were posted, those that were deleted later too.'),
  of('chatRate', 'Chat rate', 'Chat messages ÷ minutes on air; the first minute counts as whole.'),
  of('questions', 'Questions', 'Questions that viewers asked.'),
  of('announcements', 'Announcements', 'Announcements that the shop made in the chat.'),
  of('engagementRate', 'Engagement', 'Unique viewers with at least one like, message, product click or order ÷ unique viewers.'),
  of('orders.count', 'Orders', 'Orders placed in the show that are open, paid or fulfilled. Cancelled and refunded ones do not count.'),
  of('orders.revenue', 'Revenue', 'What the products of these orders cost together, taxes included and delivery not.'),
  of('orders.average', 'Average order', 'Revenue ÷ orders.'),
  of('orders.conversion', 'Conversion', 'Unique viewers who ordered ÷ unique viewers. An order that was cancelled since counts here.'),
  of('clicks.impressions', 'Product impressions', 'Viewers who had a product on their screen, once for each viewer and product.'),
  of('clicks.clicks', 'Product clicks', 'Clicks on products, at most one a minute for each viewer and product.'),
  of(
    'clicks.clickThrough',
    'Click-through',
    'Unique viewers who clicked a product ÷ unique viewers who saw one. A click counts as having seen it.',
  ),
  of('funnel.watched', 'Watched', 'Unique viewers.'),
  of('funnel.sawProduct', 'Saw a product', 'Unique viewers who had any product on their screen.'),
  of('funnel.clicked', 'Clicked a product', 'Unique viewers who clicked any product.'),
  of(
    'funnel.bought',
    'Bought',
    'Unique viewers who ordered, with or without a click before. An order that was cancelled since counts here.',
  ),
  of(
    'products',
    'Products',
    'For each product, as for the show: viewers who saw it, clicks on it, who clicked ÷ who saw it, orders, units and revenue.',
  ),
  of(
    'pins.seconds',
    'Time on screen',
    'How long the product was on the screen, as the first of what was pinned, while the show was on air.',
  ),
  of('pins.viewers', 'Viewers of the pin', 'Different people who were there in any of the minutes in which it was on the screen.'),
  of('pins.clicks', 'Clicks of the pin', 'Clicks on the product from the pin until five minutes after it, or until it is pinned again.'),
  of('pins.orders', 'Orders of the pin', 'Orders with the product from the pin until five minutes after it, or until it is pinned again.'),
  of('pins.revenue', 'Revenue of the pin', 'What was ordered of the product in the same time. No sale counts for two pins.'),
  of('minutes.viewers', 'Viewers a minute', 'The average of what was noted in that minute.'),
  of('minutes.chatMessages', 'Messages a minute', 'Messages that were posted in that minute.'),
  of('minutes.likes', 'Likes a minute', 'Likes given less likes taken back in that minute.'),
  of('minutes.orders', 'Orders a minute', 'Orders that were placed in that minute and count.'),
  of('minutes.revenue', 'Revenue a minute', 'Revenue of these orders.'),
];
