"""The commands of ``grooming-risk``: one file each, its name is the command's."""
