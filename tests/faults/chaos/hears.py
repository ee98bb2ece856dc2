"""Who must hear what of the services' own events, written down apart from the services."""

from collections.abc import Mapping

from shared.events import grid, grid_deadlines, intake, intake_ratings, jobs, sources

HEARS: Mapping[str, frozenset[str]] = {
    "grid": frozenset(
        event.type
        for event in (
            intake.ServiceRated,
            intake.ApplicationDecided,
            intake.ApplicationRefused,
            intake.ApplicationWithdrawn,
        )
    ),
    "intake": frozenset({grid.HelpRequested.type, grid.RevisitRecorded.type}),
    "jobs": frozenset({intake.ApplicationAccepted.type}),
    "notify": frozenset(
        event.type
        for event in (
            grid.IncidentDispatched,
            grid.HandoffLapsed,
            grid.IncidentReported,
            grid.IncidentReturned,
            grid.IncidentFedBack,
            grid.HelpRequested,
            grid.HelpAnswered,
            sources.GridSourcePaused,
            intake.ApplicationReceived,
            intake.CorrectionRequested,
            intake.ApplicationAccepted,
            intake.ReviewStarted,
            intake.ApplicationDecided,
            grid_deadlines.StageMoved,
            grid_deadlines.StageNearDue,
            grid_deadlines.StageOverdue,
            grid.IncidentClosed,
            intake.ApplicationRefused,
            intake.ApplicationReturned,
            intake.ApplicationWithdrawn,
            intake.CaseDeadlineMoved,
            intake.CaseNearDue,
            intake.CaseOverdue,
            intake.SpecialProcedureStarted,
            intake.ServiceRated,
            intake.RatingFollowedUp,
            intake_ratings.RatingAppealed,
            intake_ratings.RatingConfirmed,
            intake_ratings.RatingDeadlineMoved,
            intake_ratings.RatingFoundUntrue,
            intake_ratings.RatingNearDue,
            intake_ratings.RatingOverdue,
            intake_ratings.RectificationFinished,
            intake_ratings.RectificationStarted,
            sources.IntakeSourcePaused,
            jobs.MatchSuggested,
            jobs.PostRefused,
            sources.JobsSourcePaused,
        )
    ),
}
