"""intake: applications for service items, from the window, kiosks, partners and the grid.

Owns: applications (办件) with their papers, receipts and decisions, the catalogue of service
items, ratings (好差评), and the sealed personal data of applicants.

Hears: service and employment applications, agency decisions, bank answers and ratings of
partners; requests for help and revisits of grid.

Announces: application received, accepted, refused, decided, withdrawn; correction requested and
submitted; papers supplemented; review started; result delivered; service rated; rating followed
up.
"""
