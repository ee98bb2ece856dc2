"""jobs: the day-labour station (零工驿站).

Owns: seekers, employers, posts with their seats, and matches between seekers and posts.
Hears: `intake.application.accepted` (an accepted employment registration carries a wish),
`intake.case.anonymised` (whose seeker is forgotten) and the partners' `vacancy.offered`.
Announces: seekers registered; posts published, refused and closed; matches suggested, contacted,
accepted and declined; work started and finished.

A person is known here by reference only; a name and a phone are asked of intake at the moment of
use, for a stated purpose, and never kept.
"""
