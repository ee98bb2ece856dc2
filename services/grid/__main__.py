"""``python -m services.grid``."""

from services.grid.app import main

if __name__ == "__main__":
    main()
