"""grid: what happens on the block, from the first report to every reporter's answer.

Owns incidents (网格事件), the reports behind them, the map of cells and the duty roster, and its
reporters' contact data (sealed).
Hears hotline orders and sensor alerts of partners; intake's bad ratings, and when the counter is
done with one; the outcomes of cases that began as a request for help.
Announces `shared.events.grid`: reported, located, registered, dispatched, signed, returned, lapsed,
handled, fed back, verified, closed; help requested and answered; reports filed, joined, answered;
revisits.
"""
