using Study.Rendering.Results;

namespace Study.Rendering.Tables;

/// <summary>The place of a single assistant.</summary>
internal static class AssistantTable
{
    /// <summary>The table; null if there is no such arm.</summary>
    public static string? Of(Setting setting)
    {
        var rows = LoneAssistant.All(setting);
        return rows.Count == 0 ? null : MarkdownTable.Of(
            ["arm", ">MACs that the assistant keeps", ">student - original", ">assistant - original", ">cosine", ">signs", "seeds"],
            rows.Select(row => new[]
            {
                $"`{row.Arm.Arm}`", Number.Text($"{100 * row.Kept:0.0} %"), Number.Signed(row.Arm.Change), Number.Signed(row.Change),
                row.Cosine is null ? "" : Number.Plain(row.Cosine), row.Signs is null ? "" : Number.Plain(row.Signs),
                ArmTable.Seeds(row.Arm),
            }));
    }
}
