namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates that change with the epochs.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>The base of the schedulers: each step sets the learning rates of the next epoch.</summary>
            public abstract class LRScheduler
            {
                /// <summary>The number of steps so far, the first of which is made on creation.</summary>
                protected int _step_count;

                internal Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal bool _verbose;
                internal IList<double> _last_lrs = [];
                internal IList<double> _base_lrs = [];

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    _last_lrs = optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
                }

                /// <summary>Sets the rates of the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Sets the rates of a certain epoch, or of the next one.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? (_last_epoch + 1);
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    var groups = _optimizer.ParamGroups.ToList();
                    for (var index = 0; index < _base_lrs.Count; index++)
                    {
                        groups[index].LearningRate = rates[index];
                        if (_verbose && _last_lrs[index] != rates[index])
                        {
                            Console.WriteLine($"Learning rate of group {index}: {rates[index]}");
                        }

                        _last_lrs[index] = rates[index];
                    }
                }

                /// <summary>Sets the rates of the next epoch; only schedulers that watch a metric use it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that the last step set.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>The rates of the epoch, from those of the epoch before.</summary>
                protected virtual IEnumerable<double> get_lr() => Scaled(1);

                /// <summary>The rates of the epoch, from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected IEnumerable<double> Scaled(double factor) =>
                    _optimizer.ParamGroups.Select(group => group.LearningRate * factor);

                private protected IEnumerable<double> FromInitial(double factor) => _base_lrs.Select(rate => rate * factor);
            }
        }
    }
}
