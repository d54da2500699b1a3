namespace TokenFunction.Tests.Infra;

/// <summary>The templates as text: they compile, lint and format without a word.</summary>
public sealed class TemplateTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [OnBicep]
    [InlineData("main.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Parameters_and_template_build_without_a_diagnostic(string file) =>
        Assert.NotEmpty(await Bicep.RunAsync(NoEnvironment, "build-params", Path.Combine(Bicep.Folder, file), "--stdout"));

    [OnBicep]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task Every_file_passes_the_linter(string pattern) =>
        await Bicep.RunAsync(NoEnvironment, "lint", "--pattern", $"{Bicep.Folder}/{pattern}");

    [OnBicep]
    [InlineData("**/*.bicep*")]
    public async Task Every_file_is_formatted(string pattern)
    {
        using var copy = new TemplateCopy();
        await Bicep.RunAsync(NoEnvironment, "format", "--pattern", $"{copy.Folder}/{pattern}");
        foreach (var file in Directory.EnumerateFiles(copy.Folder, "*.bicep*", SearchOption.AllDirectories))
        {
            var original = Path.Combine(Bicep.Folder, Path.GetRelativePath(copy.Folder, file));
            Assert.True(File.ReadAllText(original) == File.ReadAllText(file), $"Run: bicep format {original}");
        }
    }

    [OnBicep]
    [InlineData("param unused string\n", "no-unused-params")]
    [InlineData("resource a 'Microsoft.Insights/actionGroups@2023-01-01' = {\n  name: 'a'\n  location: 'global'\n  propertys: {}\n}\n", "propertys")]
    public async Task A_warning_would_fail_these_tests(string wrong, string diagnostic)
    {
        using var copy = new TemplateCopy();
        await File.WriteAllTextAsync(copy.PathOf("wrong.bicep"), wrong);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => Bicep.RunAsync(NoEnvironment, "lint", "--pattern", $"{copy.Folder}/*.bicep"));
        Assert.Contains(diagnostic, failure.Message, StringComparison.Ordinal);
    }
}
