"""intake: applications for service items, from the window, kiosks, partners and the grid.

Owns: applications (办件) with their papers, receipts and decisions, the catalogue of service
items, the clocks of each application, ratings (好差评), and the sealed personal data of applicants.

Hears: service and employment applications, agency decisions, bank answers and ratings of
partners; requests for help and revisits of grid.

Announces: application received, accepted, refused, returned, decided, withdrawn; correction
requested and submitted; papers supplemented; review started; special procedure started and ended;
deadline near due, overdue, moved; result delivered; service rated; rating followed up; case
claimed, released, reassigned, handed over, anonymised.
"""
