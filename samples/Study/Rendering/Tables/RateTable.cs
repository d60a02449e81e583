using Study.Rendering.Results;

namespace Study.Rendering.Tables;

/// <summary>What is chosen on the validation images, and so shows them alone.</summary>
internal static class RateTable
{
    public static string Of(Setting setting) => MarkdownTable.Of(
        ["arm", "what it is", ">student on the validation images, %", "seeds"],
        setting.Arms.Select(arm => new[] { $"`{arm.Arm}`", arm.Says, arm.HasResults
            ? Number.Plain(arm.Validation)
            : "not run", arm.HasResults ? ArmTable.Seeds(arm) : $"0 of {arm.Seeds.Count}" }));
}
