"""A library for other programs: Gradio's API, an MCP server, OpenAI's chat completions."""
