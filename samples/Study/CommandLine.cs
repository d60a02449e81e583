using System.CommandLine;
using HierKD.Samples;
using Study.Grids;
using Study.Sensitivity;

namespace Study;

/// <summary>The options, their defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<StudySettings, int> run, Func<StudySettings, int> oracle, Func<string, int> render)
    {
        var grid = new Option<string>("--grid") { Description = "Which cells", DefaultValueFactory = _ => "quick" }
            .AcceptOnlyFromAmong([.. StudyGrid.Names]);
        var data = new Option<string>("--data")
        {
            Description =
                $"Folder with fashion-mnist (the four IDX files, unless they are installed), cifar-10-batches-bin (the official binary " +
                $"files) and pretrained; by default what {StudySettings.DataVariable} says",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(StudySettings.DataVariable) ?? "",
        };
        var results = new Option<string?>("--results")
        {
            Description =
            "The .jsonl file that gets a line for each finished cell, and that is looked at for what is finished; by default " +
            "docs/results/study-GRID.jsonl"
        };
        var work = new Option<string>(
            "--work")
        { Description = "Folder for trained originals", DefaultValueFactory = _ => Path.Combine("artifacts", "study") };
        var only = new Option<string?>("--only") { Description = "Only cells whose part and name (--list) contain this" };
        var seed = new Option<int?>("--seed") { Description = "Only cells of this seed" };
        var share = new Option<string>("--share")
        {
            Description = "Which of how many equal shares of the cells, such as 1/2, for several processes that write to the same results",
            DefaultValueFactory = _ => "1/1"
        };
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var threads = OptionOf.Number("--threads", "Threads of torch", 1, least: 1);
        var list = new Option<bool>("--list") { Description = "List the cells, and which are finished" };
        var images = new Option<int?>("--train-images") { Description = "Fewer training images: to try the study, not for results" };
        var originalEpochs =
            new Option<int?>("--original-epochs") { Description = "Fewer epochs of the original: to try the study, not for results" };
        var budget = new Option<double>(
            "--budget")
        { Description = "A factor on every budget: to try the study, not for results", DefaultValueFactory = _ => 1 };
        share.Validators.Add(result =>
        {
            if (Share(result.GetValueOrDefault<string>()!) is null)
            {
                result.AddError("--share must be like 1/2: a number from 1 on, and of how many.");
            }
        });
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--threads must be at least 1.");
        });

        Option[] options = [grid, data, results, work, only, seed, share, device, threads, list, images, originalEpochs, budget];
        var root = new RootCommand("Compares ways to make networks small with HierKD and without.");
        var ranks = new Command(
            "oracle",
            "Compares what saliency criteria say of filters with what happens without them; of the options those for grids do not count.");
        foreach (var option in options)
        {
            root.Options.Add(option);
            ranks.Options.Add(option);
        }
        ranks.SetAction(line => oracle(Settings(line, "oracle")));
        root.SetAction(line => run(Settings(line, line.GetValue(grid)!)));
        root.Subcommands.Add(ranks);
        root.Subcommands.Add(Rendering(render));
        root.Subcommands.Add(Sensitivities());
        return root;

        StudySettings Settings(ParseResult line, string name) => new(
            name, line.GetValue(data)!, line.GetValue(results) ?? Path.Combine(StudySettings.PublishedResults, $"study-{name}.jsonl"),
            line.GetValue(work)!, line.GetValue(only),
            Share(line.GetValue(share)!)!.Value, line.GetValue(device)!, line.GetValue(threads), line.GetValue(list), line.GetValue(images),
            line.GetValue(originalEpochs), line.GetValue(budget), line.GetValue(seed));
    }

    private static Command Rendering(Func<string, int> render)
    {
        var docs = new Option<string>(
            "--docs")
        { Description = "Folder with results/worth.md and results/study-*.jsonl", DefaultValueFactory = _ => "docs" };
        var command = new Command(
            "render", "Writes the pages, the pictures and the tables of docs/results/worth.md from the results, without torch.") { docs };
        command.SetAction(line => render(line.GetValue(docs)!));
        return command;
    }

    private static Command Sensitivities()
    {
        var data = new Option<string>("--data")
        {
            Description = "Folder with Fashion-MNIST's four IDX files; by default the part that comes with the samples",
            DefaultValueFactory = _ => FashionMnist.Bundled
        };
        var seed = OptionOf.Number("--seed", "Seed of the split, the weights and the order of the data", 1, least: 0);
        var epochs = OptionOf.Number("--epochs", "Epochs of ordinary training after a cut", 2, least: 1);
        var page = new Option<string?>("--page") { Description = "Where the sensitivity report is saved, a page for any browser" };
        var command = new Command(
            "sensitivity", "Measures what each group of filters is worth before training, and whether that predicts anything.")
        { data, seed, epochs, page };
        command.SetAction(line => SensitivityCheck.Run(
            line.GetValue(data)!, line.GetValue(seed), line.GetValue(epochs), line.GetValue(page)));
        return command;
    }

    private static (int Index, int Of)? Share(string text) =>
        text.Split('/') is [var index, var of] && int.TryParse(index, out var i) && int.TryParse(of, out var n) && i >= 1
            && i <= n ? (i, n) : null;
}
