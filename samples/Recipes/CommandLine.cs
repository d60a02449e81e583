using System.CommandLine;
using HierKD.Samples;

namespace HierKD.Recipes;

/// <summary>A verb for each recipe and one for their table, with options, defaults and descriptions.</summary>
internal static class CommandLine
{
    private const string DefaultResults = "docs/results/recipes.jsonl";

    private static readonly Option<string> Results = new("--results")
    {
        Description =
        "The .jsonl file that gets a line after a run on real data",
        DefaultValueFactory = _ => DefaultResults
    };

    public static RootCommand Create(Func<RecipeSettings, int> run, Func<string, string, int> table)
    {
        var root = new RootCommand(
            "Published experiments as recipes: trains or loads a network, makes it small with HierKD, and measures what is left.");
        foreach (var recipe in AllRecipes.List) root.Subcommands.Add(Of(recipe, run));
        var page = new Option<string>("--page") { Description = "The page", DefaultValueFactory = _ => "docs/recipes.md" };
        var command =
            new Command("table", "Writes the page on all recipes: what was published, and what the results say.") { Results, page };
        command.SetAction(line => table(line.GetValue(Results)!, line.GetValue(page)!));
        root.Subcommands.Add(command);
        return root;
    }

    private static Command Of(IRecipe recipe, Func<RecipeSettings, int> run)
    {
        var published = recipe.Options(recipe.Ratios[0]).Training;
        var data = new Option<string?>(
            "--data")
        { Description = "Folder with the data: CIFAR's official binary files, or train/CLASS and val/CLASS with images" };
        var dataName = new Option<string?>("--data-name") { Description = $"What the table calls the data; by default {recipe.DataName}" };
        var smoke = new Option<bool>("--smoke")
        {
            Description =
            "Makes up a little data in the official format and runs a narrow network for an epoch of each phase"
        };
        var weights = new Option<string?>(
            "--weights")
        { Description = "The original's weights, a safetensors file; it is trained from scratch first if there is none" };
        var ratio = new Option<double?>("--ratio")
        {
            Description =
            $"Fraction that the student does without; published: {string.Join(", ", recipe.Ratios)}; by default {recipe.Ratios[0]}"
        };
        var originalEpochs = OptionOf.OptionalNumber(
            "--original-epochs", $"Epochs of the original; by default {recipe.Baseline.Epochs}, 0 with --weights", least: 0);
        var jointEpochs =
            OptionOf.OptionalNumber("--joint-epochs", $"Epochs of all levels together; by default {published.Joint.Epochs}", least: 0);
        var fixedMaskEpochs = OptionOf.OptionalNumber(
            "--fixed-mask-epochs", $"Epochs of all levels with fixed masks; by default {published.Joint.FixedMaskEpochs}", least: 0);
        var fineTuneEpochs = OptionOf.OptionalNumber(
            "--fine-tune-epochs", $"Epochs of the student alone; by default {published.FineTuning.Epochs}", least: 0);
        var batch = OptionOf.OptionalNumber(
            "--batch-size", $"Images in a batch while it is pruned; by default {recipe.BatchSize}", least: 1);
        var heldOut =
            OptionOf.Between("--held-out", "Fraction of the training set that is held out for validation", 0.1, above: 0, below: 1);
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var threads = OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var seed = OptionOf.Number("--seed", "Seed of fresh weights, order and views of the data", 1, least: 0);
        var output = new Option<string?>("--output") { Description = $"Where the student is saved; by default {recipe.Name}.hierkd" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the student, ending in .html"
        };
        var originalOutput = new Option<string?>(
            "--original-output")
        { Description = "Where an original that was trained here is saved, a safetensors file" };
        var checkpoint = new Option<string?>(
            "--checkpoint")
        { Description = "A file that an interrupted pruning goes on from; written after every epoch" };

        var command = new Command(recipe.Name, recipe.Title)
        {
            data, dataName, smoke, weights, ratio, originalEpochs, jointEpochs, fixedMaskEpochs, fineTuneEpochs, batch, heldOut, device,
            threads, seed, output, report, originalOutput, checkpoint, Results,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is null && !result.GetValue(smoke))
            {
                result.AddError("There is no data: give its folder by --data, or --smoke to make some up.");
            }
            if (result.GetValue(data) is not null && result.GetValue(smoke)) result.AddError("--smoke makes up data: leave out --data.");
        });
        command.SetAction(line =>
        {
            var file = line.GetValue(output) ?? $"{recipe.Name}.hierkd";
            return run(new RecipeSettings(
                recipe, line.GetValue(data) ?? "", line.GetValue(dataName), line.GetValue(weights), line.GetValue(ratio),
                line.GetValue(originalEpochs), line.GetValue(jointEpochs), line.GetValue(fixedMaskEpochs),
                line.GetValue(fineTuneEpochs), line.GetValue(batch), line.GetValue(heldOut), line.GetValue(device)!, line.GetValue(threads),
                line.GetValue(seed), file,
                line.GetValue(report) ?? Path.ChangeExtension(file, ".html"), line.GetValue(originalOutput), line.GetValue(checkpoint),
                line.GetValue(Results)!, line.GetValue(smoke)));
        });
        return command;
    }
}
