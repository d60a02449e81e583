using System.CommandLine;
using HierKD.Samples;

namespace CustomSaliency;

/// <summary>The options, their defaults and their descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Settings, int> run)
    {
        var names = Criterion.All.Select(c => c.Name).ToArray();
        var data = new Option<string>("--data")
        {
            Description =
            "Folder with Fashion-MNIST's four IDX files, gzip or not; by default the subset that comes with the samples"
        };
        var criteria = new Option<string[]>("--criteria")
        {
            Description = string.Join("; ", Criterion.All.Select(c => $"{c.Name} ({c.What})")),
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => names,
        }.AcceptOnlyFromAmong(names);
        var seed = OptionOf.Number("--seed", "The first seed: of the split, the weights and the order of the data", 1, least: 0);
        var seeds = OptionOf.Number("--seeds", "How many seeds", 3, least: 1);
        var ratio = OptionOf.Between("--ratio", "Fraction of the multiply-adds to remove", 0.8, above: 0, below: 1);
        var originalEpochs = OptionOf.Number("--original-epochs", "Epochs of the network that is to be pruned", 5, least: 1);
        var jointEpochs = OptionOf.Number("--joint-epochs", "Epochs of all levels together, while they shrink", 2, least: 1);
        var fineTuneEpochs = OptionOf.Number("--fine-tune-epochs", "Epochs of the student alone", 2, least: 0);
        var threads = OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var work = new Option<string>("--work")
        {
            Description = "Folder for trained originals and results; what is finished is not run again",
            DefaultValueFactory = _ => Path.Combine("artifacts", "custom-saliency")
        };
        var report = new Option<string?>("--report") { Description = "A Markdown file that gets the table" };

        var root = new RootCommand(
            "Compares criteria written against HierKD's public API with its default: the same network, the same budget, several seeds.")
        {
            data, criteria, seed, seeds, ratio, originalEpochs, jointEpochs, fineTuneEpochs, threads, device, work, report,
        };
        root.SetAction(line => run(new Settings(
            line.GetValue(data) ?? FashionMnist.Bundled, line.GetValue(seed), line.GetValue(seeds), line.GetValue(criteria)!,
            line.GetValue(ratio), line.GetValue(originalEpochs), line.GetValue(jointEpochs),
            line.GetValue(fineTuneEpochs), line.GetValue(threads), line.GetValue(device)!, line.GetValue(work)!, line.GetValue(report))));
        return root;
    }
}
