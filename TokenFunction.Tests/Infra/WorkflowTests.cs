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
        Assert.Equal(Count(text, "actions/checkout@"), Count(text, "persist-credentials: false"));
    }

    /// <summary>A job reads the code; those that deploy may also ask for an identity.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_job_has_no_other_right_than_reading_and_where_it_deploys_an_identity(string workflow)
    {
        string[] allowed = workflow == "ci.yml" ? ["contents: read"] : ["contents: read", "id-token: write"];
        Assert.Empty(Right().Matches(Read(workflow)).Select(match => match.Groups[1].Value).Except(allowed));
    }

    /// <summary>What stands in an expression may come from a stranger's branch name: into the environment, never into a script.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_expression_is_pasted_into_a_script(string workflow) =>
        Assert.All(Script().Matches(Read(workflow)), script => Assert.DoesNotContain("${{", script.Value, StringComparison.Ordinal));

    [Fact]
    public void A_pull_request_plans_with_an_identity_that_can_do_no_more_and_a_fork_with_none()
    {
        var plan = Job(Read("deploy.yml"), "what-if");
        Assert.Contains("github.event.pull_request.head.repo.full_name == github.repository", plan, StringComparison.Ordinal);
        Assert.Contains("environment: ${{ matrix.environment }}", plan, StringComparison.Ordinal);
        Assert.All(PlanEnvironment().Matches(plan), match => Assert.EndsWith("-plan", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(2, PlanEnvironment().Count(plan));
        Assert.DoesNotContain("deployment group create", Read("deploy.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_waits_for_its_environment_and_ends_with_a_token()
    {
        var deploy = Job(Read("deploy-environment.yml"), "deploy");
        Assert.Contains("environment:\n      name: ${{ inputs.environment }}", deploy, StringComparison.Ordinal);
        Assert.Equal("run: infra/smoke.sh \"$ISSUER\" \"$STORE\"", deploy.TrimEnd().Split('\n')[^1].Trim());
        Assert.Contains("needs: package", Job(Read("deploy.yml"), "dev"), StringComparison.Ordinal);
        Assert.Contains("needs: dev", Job(Read("deploy.yml"), "prod"), StringComparison.Ordinal);
    }

    /// <summary>Azure trusts the workflow's own identity, so there is nothing to store and nothing to steal.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_secret_is_stored(string workflow) => Assert.DoesNotContain("secrets.", Read(workflow), StringComparison.Ordinal);

    /// <summary>From the job's name to the next job or the end.</summary>
    private static string Job(string workflow, string name) =>
        Regex.Match(workflow, $@"^  {name}:\n(?:(?:    .*)?\n)+", RegexOptions.Multiline).Value;

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Read(string workflow) => File.ReadAllText(Path.Combine(Bicep.Folder, "..", ".github", "workflows", workflow));

    [GeneratedRegex(@"^ +((?:[a-z-]+): (?:read|write))$", RegexOptions.Multiline)]
    private static partial Regex Right();

    /// <summary>The line, or the block of lines indented deeper than it.</summary>
    [GeneratedRegex(@"^( *)(?:- )?run: (?!\|).*$|^( *)(?:- )?run: \|\n(?:\2  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Script();

    [GeneratedRegex(@"\benvironment: ([\w-]+)")]
    private static partial Regex PlanEnvironment();

    [GeneratedRegex(@"uses: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
