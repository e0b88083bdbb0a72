// Nothing but a file for the precompiled header of the tests to belong to.
