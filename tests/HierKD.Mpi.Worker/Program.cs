// Started by mpirun: `HierKD.Mpi.Worker COMMAND [name=value …]`. The tests say what each command is for.
using System.Diagnostics;
using HierKD.Mpi.Worker;

var told = new Arguments(args);
set_num_threads(1);
var watch = Stopwatch.StartNew();
try
{
    switch (told.Command)
    {
        case "group":
            GroupCheck.Run();
            break;
        case "prune":
            Pruning.Run(told);
            break;
        case "session":
            OwnLoop.Run();
            break;
        case "measure":
            Exchange.Run(told);
            break;
        case "page":
            ExchangePage.Write(told);
            break;
        default:
            throw new ArgumentException($"There is no command '{told.Command}': group, prune, session, measure, page.");
    }
    return 0;
}
catch (Exception failure)
{
    Console.Error.WriteLine($"{failure.GetType().Name} after {watch.Elapsed.TotalSeconds:0.0} s: {failure.Message}");
    return 3;
}
