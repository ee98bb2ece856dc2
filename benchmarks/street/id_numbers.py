"""Id numbers of nobody, with their check character."""

from shared.codes import is_id_number


def id_number_of(number: int) -> str:
    """Return an id number with its check character, another for each number below ten millions."""
    days, serial = divmod(number, 1000)
    year, day = divmod(days, 336)
    month, of_month = divmod(day, 28)
    first = f"150602{1940 + year}{month + 1:02}{of_month + 1:02}{serial:03}"
    return next(first + last for last in "0123456789X" if is_id_number(first + last))
