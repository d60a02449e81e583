using HierKD.Samples;
using Study.Rendering.Results;

namespace Study.Rendering.Tables;

/// <summary>
/// Ideas beside the recipes that they change: the name of an arm is the recipe's, a colon and the idea's. They are judged on the validation
/// images; the test images are there to be looked at.
/// </summary>
internal static class IdeasTable
{
    public static string Of(Setting setting) => MarkdownTable.Of(
        ["arm", "what it is", ">validation, %", ">- its recipe", ">test, %", ">- its recipe, test", "seeds", ">MACs kept", ">budget spent"],
        setting.Arms.Select(arm => Row(setting, arm)));

    private static string[] Row(Setting setting, ArmResults arm)
    {
        if (!arm.HasResults) return [$"`{arm.Arm}`", arm.Says, "not run", "", "", "", $"0 of {arm.Seeds.Count}", "", ""];
        var recipe = setting.Arms.SingleOrDefault(a => arm.Arm.StartsWith($"{a.Arm}:", StringComparison.Ordinal));
        return
        [
            $"`{arm.Arm}`", arm.Says, Number.Plain(arm.Validation), Difference(arm, recipe, r => ArmResults.Student(r).Validation),
            Number.Plain(arm.Test), Difference(arm, recipe, r => ArmResults.Student(r).Test), ArmTable.Seeds(arm),
            Number.Percent(arm.Of(r => ArmResults.Student(r).KeptMultiplyAdds)),
            Number.Text($"{100 * arm.Of(r => r.Spent / r.Budget).Mean:0} %"),
        ];
    }

    private static string Difference(ArmResults arm, ArmResults? recipe, Func<Cells.CellResult, double> accuracy)
    {
        if (recipe is null) return "";
        var difference = Spread.OfDifference(In(arm), In(recipe));
        if (difference is null) return "";
        return difference.IsClearlyNotZero ? $"**{Number.Signed(difference)}**" : Number.Signed(difference);

        Dictionary<int, double> In(ArmResults some) => some.Finished.ToDictionary(f => f.Key, f => 100 * accuracy(f.Value));
    }
}
