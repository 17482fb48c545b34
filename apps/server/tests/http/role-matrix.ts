/** Who asks. `host` is the show's own, `other` another one; `none` says nothing about itself. */
export const ROLES = ['admin', 'host', 'other', 'moderator', 'customer', 'guest', 'banned', 'none'] as const;
export type RoleName = (typeof ROLES)[number];

/**
 * What each operation answers to each role. A line per operation, or several with what is special about the request in parentheses; the
 * requests themselves are in role-requests.ts. `banned` is a customer who is banned from the whole shop.
 */
export const REST = `
                                                     admin  host  other  moderator  customer  guest  banned  none
POST /livestreams                                    201    201   201    403        403       403    403     401
GET /livestreams                                     200    200   200    200        200       200    200     200
GET /livestreams/:id                                 200    200   200    200        200       200    200     200
GET /livestreams/:id (private)                       200    200   200    200        404       404    404     404
PUT /livestreams/:id                                 200    200   403    403        403       403    403     401
PUT /livestreams/:id (start)                         200    200   403    403        403       403    403     401
PUT /livestreams/:id (private)                       200    200   403    403        404       404    404     401
DELETE /livestreams/:id                              200    200   403    403        403       403    403     401
DELETE /livestreams/:id/record                       204    204   403    403        403       403    403     401
DELETE /livestreams/:id/record (on air)              409    409   403    403        403       403    403     401
DELETE /livestreams/:id/record (private)             204    204   403    403        404       404    404     401
DELETE /livestreams/:id/record (deleted)             204    204   404    404        404       404    404     401
GET /deleted-shows                                   200    200   200    403        403       403    403     401
GET /livestreams/:id/chat                            200    200   200    200        200       200    200     200
GET /livestreams/:id/chat (private)                  200    200   200    200        404       404    404     404
GET /livestreams/:id/products                        200    200   200    200        200       200    200     200
GET /livestreams/:id/products (private)              200    200   200    200        404       404    404     404
POST /livestreams/:id/products                       200    200   403    403        403       403    403     401
GET /livestreams/:id/analytics                       200    200   403    403        403       403    403     401
GET /livestreams/:id/analytics.csv                   200    200   403    403        403       403    403     401
GET /analytics/livestreams                           200    200   200    403        403       403    403     401
GET /analytics/formulas                              200    200   200    200        200       200    200     200
GET /recommendations                                 200    200   200    200        200       200    200     200
GET /history                                         200    200   200    200        200       200    200     401
GET /livestreams/:id/timeline                        200    200   200    200        403       403    403     401
POST /livestreams/:id/video                          200    200   200    200        200       200    200     200
POST /livestreams/:id/video (host)                   200    200   403    403        403       403    403     403
GET /livestreams/:id/crowd                           200    200   403    403        404       404    404     401
PUT /livestreams/:id/crowd                           200    200   403    403        404       404    404     401
PUT /livestreams/:id/crowd (no rehearsal)            409    409   403    403        403       403    403     401
POST /livestreams/:id/broadcast-key                  201    201   403    403        403       403    403     401
GET /livestreams/:id/broadcast-key                   200    200   403    403        403       403    403     401
DELETE /livestreams/:id/broadcast-key                204    204   403    403        403       403    403     401
DELETE /livestreams/:id/recording                    404    404   403    403        403       403    403     401
GET /livestreams/:id/replay                          200    200   200    200        200       200    200     200
GET /livestreams/:id/replay/moments                  200    200   200    200        200       200    200     200
PUT /livestreams/:id/replay/chapters                 200    200   403    403        403       403    403     401
GET /livestreams/:id/replay/captions/:language       200    200   200    200        200       200    200     200
GET /livestreams/:id/replay/captions/:language.vtt   200    200   200    200        200       200    200     200
PUT /livestreams/:id/replay/captions/:language.vtt   200    200   403    403        403       403    403     401
DELETE /livestreams/:id/replay/captions/:language.vtt  204  204   403    403        403       403    403     401
GET /livestreams/:id/still.webp                      404    404   404    404        404       404    404     404
GET /recordings/:id/:file                            404    404   404    404        404       404    404     404
POST /livestreams/:id/guests                         200    200   403    403        403       403    403     401
POST /livestreams/:id/guests/me/accept               200    404   200    200        200       404    403     401
PATCH /livestreams/:id/guests/:userId                200    200   403    403        403       403    403     401
DELETE /livestreams/:id/guests/:userId               200    200   403    403        403       403    403     401
DELETE /livestreams/:id/guests/:userId (me)          200    200   200    200        200       200    200     401
DELETE /livestreams/:id/chat/:offset                 200    200   403    200        403       403    403     401
POST /livestreams/:id/chat/:offset/reports           204    204   204    204        204       204    403     401
PUT /livestreams/:id/pinned-message                  200    200   403    200        403       403    403     401
POST /livestreams/:id/announcements                  201    201   403    201        403       403    403     401
GET /livestreams/:id/held                            200    200   403    200        403       403    403     401
PATCH /moderation/held/:id                           200    200   403    200        403       403    403     401
GET /moderation/reports                              200    403   403    200        403       403    403     401
GET /moderation/reports (of a show)                  200    200   403    200        403       403    403     401
PATCH /moderation/reports/:id                        200    200   403    200        403       403    403     401
POST /moderation/bans                                201    201   403    201        403       403    403     401
POST /moderation/bans (shop)                         201    403   403    201        403       403    403     401
GET /moderation/bans                                 200    403   403    200        403       403    403     401
GET /moderation/bans (of a show)                     200    200   403    200        403       403    403     401
DELETE /moderation/bans/:id                          204    204   403    204        403       403    403     401
GET /livestreams/:id/questions                       200    200   200    200        200       200    200     200
GET /livestreams/:id/questions (private)             200    200   200    200        404       404    404     404
POST /livestreams/:id/questions                      201    201   201    201        201       201    403     401
PUT /livestreams/:id/questions/:questionId/vote      200    200   200    200        200       200    403     401
POST /livestreams/:id/questions/:questionId/answer   200    200   403    200        403       403    403     401
DELETE /livestreams/:id/questions/:questionId        204    204   403    204        403       403    403     401
GET /audit                                           200    403   403    403        403       403    403     401
POST /products                                       201    201   201    403        403       403    403     401
GET /products                                        200    200   200    200        200       200    200     200
GET /products (archived)                             200    200   200    200        200       200    200     200
GET /products/:id                                    200    200   200    200        200       200    200     200
PATCH /products/:id                                  200    200   200    403        403       403    403     401
PUT /products/:id                                    200    200   200    403        403       403    403     401
POST /orders                                         201    201   201    201        201       201    201     401
GET /orders                                          200    200   200    200        200       200    200     401
GET /orders (shop)                                   200    403   403    403        403       403    403     401
GET /orders (of a show)                              200    200   403    403        403       403    403     401
GET /orders/:id                                      200    200   200    200        200       200    200     401
GET /orders/:id (another's)                          200    404   404    404        404       404    404     401
PATCH /orders/:id                                    200    404   404    404        404       404    404     401
PATCH /orders/:id (cancel own)                       200    200   200    200        200       200    200     401
POST /orders/:id/payment                             200    200   200    200        200       200    200     401
GET /shop                                            200    200   200    200        200       200    200     200
GET /shop/settings                                   200    403   403    403        403       403    403     401
PATCH /shop/settings                                 200    403   403    403        403       403    403     401
POST /auth/setup                                     409    409   409    409        409       409    409     409
POST /auth/sign-in                                   200    200   200    200        200       401    200     200
POST /auth/sign-out                                  204    204   204    204        204       204    204     204
POST /auth/sign-up                                   201    201   201    201        201       201    201     201
POST /auth/invitation                                201    201   201    201        201       201    201     201
GET /auth/session                                    200    200   200    200        200       200    200     200
POST /auth/guest                                     201    201   201    201        201       201    201     201
GET /auth/sessions                                   200    200   200    200        200       200    200     401
DELETE /auth/sessions/:id                            204    204   204    204        204       204    204     401
POST /auth/sign-out-everywhere                       204    204   204    204        204       204    204     401
POST /auth/password                                  204    204   204    204        204       403    204     401
POST /auth/password-reset                            204    204   204    204        204       204    204     204
POST /auth/password-reset/complete                   401    401   401    401        401       401    401     401
PATCH /auth/account                                  200    200   200    200        200       403    200     401
DELETE /auth/account                                 204    204   204    204        204       204    204     401
GET /people                                          200    403   403    403        403       403    403     401
PATCH /people/:id                                    200    403   403    403        403       403    403     401
POST /invitations                                    201    403   403    403        403       403    403     401
GET /invitations                                     200    403   403    403        403       403    403     401
DELETE /invitations/:id                              204    403   403    403        403       403    403     401
POST /livestreams/:id/reminder                       200    200   200    200        200       200    200     401
POST /livestreams/:id/reminder (private)             200    200   200    200        404       404    404     401
DELETE /livestreams/:id/reminder                     200    200   200    200        200       200    200     401
GET /livestreams/:id/reminder                        200    200   200    200        200       200    200     401
GET /reminders                                       200    200   200    200        200       200    200     401
GET /push                                            200    200   200    200        200       200    200     200
POST /push/subscriptions                             201    201   201    201        201       201    201     401
DELETE /push/subscriptions/:id                       204    204   204    204        204       204    204     401
POST /webhooks                                       201    403   403    403        403       403    403     401
GET /webhooks                                        200    403   403    403        403       403    403     401
PATCH /webhooks/:id                                  200    403   403    403        403       403    403     401
POST /webhooks/:id/secret                            200    403   403    403        403       403    403     401
DELETE /webhooks/:id                                 204    403   403    403        403       403    403     401
POST /webhooks/:id/ping                              200    403   403    403        403       403    403     401
GET /webhooks/:id/deliveries                         200    403   403    403        403       403    403     401
POST /webhooks/:id/deliveries/:deliveryId/redeliver  200    403   403    403        403       403    403     401
GET /orders.csv                                      200    403   403    403        403       403    403     401
GET /products.csv                                    200    200   200    403        403       403    403     401
POST /products.csv                                   200    200   200    403        403       403    403     401
POST /uploads                                        201    201   201    201        403       403    403     401
GET /uploads/:name                                   404    404   404    404        404       404    404     404
POST /payments/stripe                                404    404   404    404        404       404    404     404
POST /agora/notifications                            404    404   404    404        404       404    404     404
GET /metrics                                         200    403   403    403        403       403    403     401
GET /openapi.json                                    200    200   200    200        200       200    200     200
GET /system                                          200    403   403    403        403       403    403     401
GET /healthz                                         200    200   200    200        200       200    200     200
GET /readyz                                          200    200   200    200        200       200    200     200
`;

/** The same of each command over a socket: acknowledged, or refused with this code. */
export const SOCKET = `
                          admin  host  other      moderator  customer   guest      banned     none
register                  ack    ack   ack        ack        ack        ack        banned     ack
register (lobby)          ack    ack   ack        ack        ack        ack        banned     ack
register (private)        ack    ack   ack        ack        not_found  not_found  not_found  not_found
register_admin            ack    ack   ack        ack        ack        ack        banned     ack
register_admin (private)  ack    ack   ack        ack        not_found  not_found  not_found  not_found
chat_message              ack    ack   ack        ack        ack        ack        banned     name_required
toggle_like               ack    ack   ack        ack        ack        ack        banned     ack
start_stream              ack    ack   forbidden  forbidden  forbidden  forbidden  banned     forbidden
stop_stream               ack    ack   forbidden  forbidden  forbidden  forbidden  banned     forbidden
pinned_products_updated   ack    ack   forbidden  forbidden  forbidden  forbidden  banned     forbidden
ping                      ack    ack   ack        ack        ack        ack        banned     ack
leave                     ack    ack   ack        ack        ack        ack        banned     ack
product_seen              ack    ack   ack        ack        ack        ack        banned     ack
product_clicked           ack    ack   ack        ack        ack        ack        banned     ack
playback_report           ack    ack   ack        ack        ack        ack        banned     ack
`;

/** The rows of a table: the name, and what is expected for each role. The first line names the roles. */
export function rowsOf(table: string): { name: string; expected: Record<RoleName, string> }[] {
  const [head = '', ...lines] = table.split('\n').filter((line) => line.trim() !== '');
  // Each cell begins where its role's name does.
  const starts = ROLES.map((role) => head.search(new RegExp(`\\b${role}\\b`)));
  return lines.map((line) => {
    const cells = ROLES.map((role, index) => [role, line.slice(starts[index], starts[index + 1]).trim()] as const);
    return { name: line.slice(0, starts[0]).trim(), expected: Object.fromEntries(cells) as Record<RoleName, string> };
  });
}
