using System.CommandLine;
using HierKD.Samples;

namespace OwnTrainingLoop;

/// <summary>The options, their defaults and their descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Settings, int> run)
    {
        var data = new Option<string>("--data")
        {
            Description =
            "Folder with Fashion-MNIST's four IDX files, gzip or not; by default the subset that comes with the samples"
        };
        var seed = OptionOf.Number("--seed", "Seed of the split, the weights and the order of the data", 1, least: 0);
        var ratio = OptionOf.Between("--ratio", "Fraction of the filters to remove", 0.6, above: 0, below: 1);
        var assistants = OptionOf.Number("--assistants", "Assistants between the original and the student", 1, least: 0);
        var originalEpochs = OptionOf.Number("--original-epochs", "Epochs of the network that is to be pruned", 5, least: 1);
        var shrinkEpochs = OptionOf.Number("--shrink-epochs", "Epochs in which the levels shrink", 3, least: 1);
        var maxEpochs = OptionOf.Number("--max-epochs", "Epochs of the loop in all, unless it stops early", 20, least: 2);
        var patience = OptionOf.Number("--patience", "Stop after so many epochs without a better validation accuracy", 4, least: 1);
        var rate = OptionOf.Between("--learning-rate", "Learning rate until the accuracy stands still", 0.05, above: 0, below: 10);
        var threads = OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var compute = Computing.Option();
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var work = new Option<string>("--work")
        {
            Description = "Folder for the trained original and the checkpoints; an interrupted loop goes on from there",
            DefaultValueFactory = _ => Path.Combine("artifacts", "own-training-loop")
        };
        var output = new Option<string>(
            "--output")
        { Description = "Where the student is saved", DefaultValueFactory = _ => "own-loop-small.hierkd" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the student, ending in .html"
        };

        var root = new RootCommand(
            "Makes a small VGG on Fashion-MNIST smaller by a training loop of one's own around HierKD's session: own optimizer, " +
            "learning-rate scheduler, early stopping, checkpoints.")
        {
            data, seed, ratio, assistants, originalEpochs, shrinkEpochs, maxEpochs, patience, rate, threads, compute, device, work, output,
            report,
        };
        root.SetAction(line => run(new Settings(
            line.GetValue(data) ?? FashionMnist.Bundled, line.GetValue(seed), line.GetValue(ratio), line.GetValue(assistants),
            line.GetValue(originalEpochs), line.GetValue(shrinkEpochs), line.GetValue(maxEpochs),
            line.GetValue(patience), line.GetValue(rate), line.GetValue(threads), Computing.Named(line.GetValue(compute)!),
            line.GetValue(device)!, line.GetValue(work)!, line.GetValue(output)!,
            line.GetValue(report) ?? Path.ChangeExtension(line.GetValue(output)!, ".html"))));
        return root;
    }
}
