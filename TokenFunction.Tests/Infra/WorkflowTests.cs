using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>The workflows run other people's code with our identity: pinned, and with as few rights as may be.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "..", ".github", "workflows")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_by_commit_and_names_its_version(string workflow)
    {
        var uses = Uses().Matches(Read(workflow)).Select(match => match.Groups[1].Value).Where(action => !action.StartsWith("./", StringComparison.Ordinal)).ToList();
        Assert.All(uses, action => Assert.Matches(Pinned(), action));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Nothing_is_granted_to_a_whole_workflow_but_reading(string workflow)
    {
        var text = Read(workflow);
        Assert.Matches(@"(?m)^permissions: \{\}$|^permissions:\n  contents: read\n\n", text);
        Assert.DoesNotContain("write-all", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
    }

    /// <summary>Azure trusts the workflow's own identity, so there is nothing to store and nothing to steal.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_secret_is_stored(string workflow) => Assert.DoesNotContain("secrets.", Read(workflow), StringComparison.Ordinal);

    private static string Read(string workflow) => File.ReadAllText(Path.Combine(Bicep.Folder, "..", ".github", "workflows", workflow));

    [GeneratedRegex(@"uses: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
