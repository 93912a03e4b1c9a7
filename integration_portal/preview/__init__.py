"""An editor’s own files as pages, in a throwaway portal."""
