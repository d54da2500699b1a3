using System.Text;

namespace TokenIssuer.Cli.Output;

/// <summary>
/// A table of any length: written a page at a time, as wide as the first page needs. Nothing is wrapped: lines are for grep, and an
/// id broken over two lines cannot be copied. A drawn table would do that on a narrow terminal, and hold every cell of a
/// hundred thousand rows.
/// </summary>
internal sealed class PagedTable(params string[] headings)
{
    private const int PageSize = 500;
    private const int Gap = 2;

    /// <summary>As much as the longest client id. A longer cell moves the rest of its own line, not that of all lines.</summary>
    private const int MaxWidth = 64;

    private readonly List<string[]> page = [];
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
        var text = new StringBuilder();
        if (widths is null)
        {
            page.Insert(0, Array.ConvertAll(headings, heading => heading.ToUpperInvariant()));
            widths = [.. headings.Select((_, column) => Math.Min(MaxWidth, page.Max(cells => cells[column].Length)))];
        }

        foreach (var cells in page)
        {
            for (var column = 0; column < cells.Length - 1; column++) text.Append(cells[column].PadRight(widths[column])).Append(' ', Gap);
            text.Append(cells[^1]).AppendLine();
        }

        Console.Out.Write(text);
        page.Clear();
    }
}
