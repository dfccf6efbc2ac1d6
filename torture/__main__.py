"""``python -m torture`` (or ``make torture``). Small, since every killed process reads it again."""

if __name__ == "__main__":
    import typer

    from torture.run import main

    typer.run(main)
