namespace TokenFunction.Tests.Cli;

/// <summary>Tables for people: every row is one line, whole, whatever the terminal's width and however long a cell.</summary>
public sealed class TableOutputTests
{
    [Fact]
    public async Task Nothing_is_wrapped_and_a_long_cell_moves_only_its_own_line()
    {
        using var shell = Operator.OnSqlite();
        var scope = new string('s', 3_000);
        await shell.DoAsync("clients", "create", "long", "--scope", scope, "--name", new string('n', 1_000));
        await shell.DoAsync("clients", "create", "short", "--scope", "api:read", "--name", "Übung");
        Assert.Contains($"\nscopes                {scope}\n", await shell.DoAsync("clients", "show", "long"), StringComparison.Ordinal);
        Assert.Matches($"\nshort      enabled  Übung {{61}}api:read ", await shell.DoAsync("clients", "list"));
    }

    [Fact]
    public async Task What_a_rotation_looks_at_comes_first_within_80_columns()
    {
        using var shell = Operator.OnSqlite();
        await shell.RegisterAsync("billing");
        await shell.DoAsync("secrets", "rotate", "billing", "--label", "2027");
        var lines = (await shell.DoAsync("secrets", "list", "billing")).Split('\n');
        Assert.Equal("SECRET ID     PREFIX    STATE     LAST USED  EXPIRES               NOT BEFORE  CREATED               LABEL", lines[0]);
        Assert.Matches("^[0-9a-f]{12}  tfs_[^ ]{4}  retiring             20[^ ]{17}Z {14}20[^ ]{17}Z  $", lines[1]);
        Assert.Matches("^[0-9a-f]{12}  tfs_[^ ]{4}  live {51}20[^ ]{17}Z  2027$", lines[2]);
    }
}
