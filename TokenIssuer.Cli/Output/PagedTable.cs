using Spectre.Console;

namespace TokenIssuer.Cli.Output;

/// <summary>A table of any length: written a page at a time, as wide as the first page needs.</summary>
internal sealed class PagedTable(params string[] headings)
{
    private const int PageSize = 500;

    private readonly List<string?[]> page = [];
    private int[]? widths;

    public bool IsEmpty { get; private set; } = true;

    public void Row(params string?[] cells)
    {
        IsEmpty = false;
        page.Add(Array.ConvertAll(cells, Terminal.Plain));
        if (page.Count == PageSize) Finish();
    }

    /// <summary>Writes what is still to be written.</summary>
    public void Finish()
    {
        if (page.Count == 0) return;
        var table = Terminal.Table(headings);
        table.ShowHeaders = widths is null;
        widths ??= [.. headings.Select((heading, column) => Math.Max(heading.Length, page.Max(cells => cells[column]!.Length)))];
        for (var column = 0; column < headings.Length; column++) table.Columns[column].Width = widths[column];
        foreach (var cells in page) table.Row(cells);
        Terminal.Write(table);
        page.Clear();
    }
}
