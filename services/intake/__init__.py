"""intake: applications for service items, from the window, kiosks, partners and the grid.

Owns: applications (办件) with their papers, promises, reviews and decisions, the receipts as they
were given, the catalogue of service items, the clocks and the history of each application, ratings
(好差评) with their clocks and what is done about them, the figures of the counter, service points
with their appointments, authorisations of agents (代办), bookings of services for old people and
children, the matters (一件事) and their bundles of applications, and the sealed personal data of
applicants.

Hears: service and employment applications, agency decisions, bank answers and ratings of
partners; requests for help and revisits of grid.

Announces: application submitted, pre-rejected, received, accepted, refused, returned, decided,
withdrawn, terminated, archived; correction requested and submitted; promise made, checked, extended
and lapsed; acceptance revoked; papers supplemented; review started and its steps; review on the
spot recorded; recall requested and refused; special procedure started and ended; deadline near due,
overdue, moved; result withheld and delivered; approval revoked; service rated;
rating defaulted, confirmed, found untrue, appealed, appeal rejected, excluded, followed up, closed;
rectification started and finished; a rating's deadline near due, overdue, moved;
authorisation given and withdrawn; appointment booked, near, cancelled, attended, missed; booking
made, moved up, near, cancelled, attended, missed; bundle received, accepted, progressed, done,
extended, anonymised, its correction requested and submitted, its deadline near due, overdue, moved;
correction prepared; case claimed, released, reassigned, handed over,
anonymised.
"""
