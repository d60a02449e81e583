using Study.Rendering.Results;
using HierKD.Samples;
using Study.Rendering.Tables;

namespace Study.Rendering.Pages;

/// <summary>What is said above and below the tables of a setting.</summary>
internal static class SettingText
{
    public const string NotRun = "*Not run.*\n";

    /// <summary>Network, data, sizes and budget, and what the networks that were made small had.</summary>
    public static string Heading(Setting setting)
    {
        var originals = setting.Arms.SelectMany(a => a.Finished).DistinctBy(f => f.Key).Select(f => 100 * f.Value.OriginalTest).ToArray();
        var original = originals.Length == 0
            ? ""
            : $"; the originals have {Number.Plain(Spread.Of(originals))} % on the test images (seeds: {originals.Length})";
        return Number.Text($"**{setting.Title}, the student keeps at most {100 * setting.Keep:0.#} % of the {setting.Measure}**; ") +
            Number.Text($"each arm may spend what {setting.Budget:0.#} epochs of the original's training cost{original}.\n");
    }

    public static string How { get; } =
        "*Student* is the accuracy on the test images in per cent, *- original* and *- default* are differences in points for equal " +
        "seeds: the first to the network that it was made from, the second to the student of the arm `default`. " +
        "Everywhere the mean over seeds, ± the standard deviation (of the differences themselves, where they are shown). **Bold** " +
        "differences to `default` lie outside the 95 % interval of Student's t for the seeds at hand, each taken by itself; " +
        "one in twenty does so by chance. With fewer than three seeds nothing is bold. Filters are those that can be removed.\n";

    /// <summary>Missing cells and provenance.</summary>
    public static string Below(Setting setting, string file)
    {
        var missing = ArmTable.Missing(setting);
        var changed = string.Concat(setting.Arms
            .Where(a => a.HasChanged)
            .Select(a => $"**The seeds of `{a.Arm}` were run with different settings** (see the results): run them again.\n\n"));
        return changed + (missing.Length > 0 ? missing + "\n" : "") + Sources.Of(setting, file);
    }
}
