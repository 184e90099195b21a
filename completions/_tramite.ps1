
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'tramite' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'tramite'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'tramite' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a desk in this repository, yourself its first leader')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open a ticket; on a terminal, what is missing is asked for')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer the customer, and move the ticket, in one commit')
            [CompletionResult]::new('note', 'note', [CompletionResultType]::ParameterValue, 'Write a note that only the desk sees, and move the ticket, in one commit')
            [CompletionResult]::new('comment', 'comment', [CompletionResultType]::ParameterValue, 'Write a comment of any kind')
            [CompletionResult]::new('transition', 'transition', [CompletionResultType]::ParameterValue, 'Move a ticket to another status, in one commit with what the move takes')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change keys and fields of a ticket')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a ticket''s file in your editor; checked before it is recorded')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Give a ticket to a person (`none`: to nobody)')
            [CompletionResult]::new('take', 'take', [CompletionResultType]::ParameterValue, 'Take a ticket yourself')
            [CompletionResult]::new('transfer', 'transfer', [CompletionResultType]::ParameterValue, 'Hand a ticket to another team, and say why')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Add and remove tags')
            [CompletionResult]::new('due', 'due', [CompletionResultType]::ParameterValue, 'Set the agreed delivery (`none` clears)')
            [CompletionResult]::new('promise', 'promise', [CompletionResultType]::ParameterValue, 'Set the date on which you promised to come back (`none` clears)')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Add or remove (`-WATCHER`) a watcher, who gets the ticket''s messages')
            [CompletionResult]::new('child', 'child', [CompletionResultType]::ParameterValue, 'Open a ticket that is part of another one; each cites the other')
            [CompletionResult]::new('follow-up', 'follow-up', [CompletionResultType]::ParameterValue, 'Open a ticket that goes on where another one ended; each cites the other')
            [CompletionResult]::new('duplicate', 'duplicate', [CompletionResultType]::ParameterValue, 'Say that a ticket is the same as another one, and end it as its type says')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Merge a ticket into another one of the same organization')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Link a ticket with another one, an issue, an article or a commit')
            [CompletionResult]::new('dismiss', 'dismiss', [CompletionResultType]::ParameterValue, 'Say that a customer''s message was none: the ticket goes back, and no clock counts it')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what a ticket waits for')
            [CompletionResult]::new('refuse', 'refuse', [CompletionResultType]::ParameterValue, 'Refuse what a ticket waits for, and say why')
            [CompletionResult]::new('rate', 'rate', [CompletionResultType]::ParameterValue, 'Record what the customer thinks of the work, on the desk''s own scale')
            [CompletionResult]::new('time', 'time', [CompletionResultType]::ParameterValue, 'Work that was done on a ticket')
            [CompletionResult]::new('attach', 'attach', [CompletionResultType]::ParameterValue, 'Attach files to a ticket')
            [CompletionResult]::new('attachment', 'attachment', [CompletionResultType]::ParameterValue, 'The files of a ticket: list them, get one')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Remove files and sensitive texts of tickets for good: here, and at the remotes')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a ticket: its state, its thread, its clocks, and what may come next')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'List a ticket''s trâmites: who changed what, and when')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List tickets')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find tickets by text, without case or accents')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Show the ticket to work on next, by the desk''s `next` view')
            [CompletionResult]::new('board', 'board', [CompletionResultType]::ParameterValue, 'Show open tickets by status, side by side')
            [CompletionResult]::new('view', 'view', [CompletionResultType]::ParameterValue, 'Saved queries')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check tickets and configuration as they are in the working tree')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Judge commits by the desk''s rules, in CI or in a server''s pre-receive hook')
            [CompletionResult]::new('macro', 'macro', [CompletionResultType]::ParameterValue, 'Reply templates with the actions that go with them')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Figures over many tickets')
            [CompletionResult]::new('sla', 'sla', [CompletionResultType]::ParameterValue, 'Clocks: why they stand where they stand, and which run out next')
            [CompletionResult]::new('calendar', 'calendar', [CompletionResultType]::ParameterValue, 'Working hours: look at them, and reckon with them')
            [CompletionResult]::new('type', 'type', [CompletionResultType]::ParameterValue, 'Kinds of ticket: their fields and flows')
            [CompletionResult]::new('contact', 'contact', [CompletionResultType]::ParameterValue, 'Customers')
            [CompletionResult]::new('person', 'person', [CompletionResultType]::ParameterValue, 'People who work at the desk')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Fetch what others did, merge it with what was done here, send both')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a desk with a plausible history, and show its dashboard and SLA report')
            [CompletionResult]::new('hooks', 'hooks', [CompletionResultType]::ParameterValue, 'Let git check commits and messages by itself')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find what is wrong with this clone and its desk, and mend it')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take your last operation on the desk back')
            [CompletionResult]::new('links', 'links', [CompletionResultType]::ParameterValue, 'List the commits that name tickets by trailer, here and in other repositories')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Record the commits of another repository that name tickets, and do what a fix does')
            [CompletionResult]::new('orphans', 'orphans', [CompletionResultType]::ParameterValue, 'List the tickets that a commit fixes and that are still open')
            [CompletionResult]::new('sweep', 'sweep', [CompletionResultType]::ParameterValue, 'Do what the desk''s automations say, a commit for each ticket and automation')
            [CompletionResult]::new('bulk', 'bulk', [CompletionResultType]::ParameterValue, 'Change many tickets in one commit, all of them or none')
            [CompletionResult]::new('outbox', 'outbox', [CompletionResultType]::ParameterValue, 'Tell requesters and watchers what happened to their tickets: a message for each trâmite')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import tickets with their history from another system')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write tickets with their whole history as JSON lines')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes commands in your shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all of them to a folder')
            [CompletionResult]::new('merge-driver', 'merge-driver', [CompletionResultType]::ParameterValue, 'Merge two versions of a ticket''s file; called by git')
            break
        }
        'tramite;init' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Types, flows, calendars, policies and macros to begin with')
            [CompletionResult]::new('--branch', '--branch', [CompletionResultType]::ParameterName, 'Keep the desk on a branch of its own, which need not be checked out')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the desk is called; the folder''s name otherwise')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'IANA time zone of the desk; the preset''s otherwise')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;open' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The contact who asks: id, address or name')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The channel it came by')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--assignee', '--assignee', [CompletionResultType]::ParameterName, 'Person who takes it; routed otherwise')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Team; routed otherwise')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag; may be repeated')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Where the desk reserves numbers: open it without asking the remote, with a number that may change')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;reply' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Said by this contact, recorded by you')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel it came or went by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Work reported with it: 1h30m, 90min, 1,5h')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'Fields that are missing, for a return')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--billable', '--billable', [CompletionResultType]::ParameterName, 'The customer pays for that time')
            [CompletionResult]::new('--sensitive', '--sensitive', [CompletionResultType]::ParameterName, 'Keep the text like a file, so that it can be removed for good')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;note' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Said by this contact, recorded by you')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel it came or went by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Work reported with it: 1h30m, 90min, 1,5h')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'Fields that are missing, for a return')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--billable', '--billable', [CompletionResultType]::ParameterName, 'The customer pays for that time')
            [CompletionResult]::new('--sensitive', '--sensitive', [CompletionResultType]::ParameterName, 'Keep the text like a file, so that it can be removed for good')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;comment' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Said by this contact, recorded by you')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel it came or went by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'Work reported with it: 1h30m, 90min, 1,5h')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that goes with it; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'Fields that are missing, for a return')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'To the customer')
            [CompletionResult]::new('--internal', '--internal', [CompletionResultType]::ParameterName, 'Among agents')
            [CompletionResult]::new('--customer', '--customer', [CompletionResultType]::ParameterName, 'From the customer')
            [CompletionResult]::new('--billable', '--billable', [CompletionResultType]::ParameterName, 'The customer pays for that time')
            [CompletionResult]::new('--sensitive', '--sensitive', [CompletionResultType]::ParameterName, 'Keep the text like a file, so that it can be removed for good')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;transition' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel that the text went by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'Fields that are missing, for a return')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'The text is for the customer')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;set' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;edit' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;assign' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;take' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;transfer' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;tag' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;due' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;promise' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;watch' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Remove all of these')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;child' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The contact who asks: id, address or name')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The channel it came by')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--assignee', '--assignee', [CompletionResultType]::ParameterName, 'Person who takes it; routed otherwise')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Team; routed otherwise')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag; may be repeated')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Where the desk reserves numbers: open it without asking the remote, with a number that may change')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;follow-up' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'Title')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'Description')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the description from a file (`-`: standard input)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket; may be repeated')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The contact who asks: id, address or name')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'The channel it came by')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'Priority')
            [CompletionResult]::new('--assignee', '--assignee', [CompletionResultType]::ParameterName, 'Person who takes it; routed otherwise')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'Team; routed otherwise')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag; may be repeated')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Where the desk reserves numbers: open it without asking the remote, with a number that may change')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;duplicate' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;merge' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that the end of it takes; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field or a key of the ticket that the end of it takes; may be repeated')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;link' {
            [CompletionResult]::new('--done', '--done', [CompletionResultType]::ParameterName, 'What it leads to is done (`false`: not yet), for `link:KIND.done`')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Take the link away')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;dismiss' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;approve' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Given by this contact, recorded by you')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'With a reservation, which the text tells')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;refuse' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Said by this contact, recorded by you')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;rate' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Said by this contact, recorded by you')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;time' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Record work that was done, with what was done where a text is given')
            break
        }
        'tramite;time;add' {
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel that the work was done by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--billable', '--billable', [CompletionResultType]::ParameterName, 'The customer pays for it')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'The text is for the customer')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;attach' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the one file is called from now on')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;attachment' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List a ticket''s files and its sensitive texts, and where they are')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Get one file: its hash is checked, and nothing is overwritten')
            break
        }
        'tramite;attachment;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;attachment;get' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write it into this folder')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write it into this folder')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Write it under this name')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;purge' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only this file, by name or hash; may be repeated')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would go')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;log' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;list' {
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'A saved query (`tramite view list`)')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Sort by these keys; `-` before one for descending')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Show these columns')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Closed and rejected ones too')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;search' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;next' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;board' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;view' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the desk''s views and your own')
            break
        }
        'tramite;view;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;validate' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every ticket and the configuration')
            [CompletionResult]::new('--staged', '--staged', [CompletionResultType]::ParameterName, 'What is staged for the next commit')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration only')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;check' {
            [CompletionResult]::new('--pusher', '--pusher', [CompletionResultType]::ParameterName, 'Who pushes: every committer must be that person')
            [CompletionResult]::new('--pusher-from', '--pusher-from', [CompletionResultType]::ParameterName, 'The same, by a variable of the environment that names who pushes')
            [CompletionResult]::new('--max-backdate', '--max-backdate', [CompletionResultType]::ParameterName, 'How far back the dates of a commit may lie: 15d, 36h')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--pre-receive', '--pre-receive', [CompletionResultType]::ParameterName, 'Judge a push: lines `OLD NEW REF` on standard input, as git gives them to a pre-receive hook')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;macro' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List macros by group; for a ticket, those that fit it')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a macro: its text, what it asks and what it does')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Print a macro''s text for a ticket; changes nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Post a macro''s text and do what it does, in one commit')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find unknown names before anyone replies')
            break
        }
        'tramite;macro;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;macro;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;macro;render' {
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'An answer to what the macro asks; may be repeated')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'An answer to what the macro asks; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'The fields that are asked for, by id or label, with commas between')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;macro;apply' {
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'An answer to what the macro asks; may be repeated')
            [CompletionResult]::new('--var', '--var', [CompletionResultType]::ParameterName, 'An answer to what the macro asks; may be repeated')
            [CompletionResult]::new('--missing', '--missing', [CompletionResultType]::ParameterName, 'The fields that are asked for, by id or label, with commas between')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel it goes by')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Who was spoken to')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Attach a file; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--sensitive', '--sensitive', [CompletionResultType]::ParameterName, 'Keep its text as a file, so that it too can be removed (`tramite purge`)')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;macro;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('sla', 'sla', [CompletionResultType]::ParameterValue, 'Each SLA clock of each ticket, and how many were met')
            [CompletionResult]::new('aging', 'aging', [CompletionResultType]::ParameterValue, 'Open tickets by age; 15 days or more is old')
            [CompletionResult]::new('response', 'response', [CompletionResultType]::ParameterValue, 'Who waits for an answer, and for how long')
            [CompletionResult]::new('fcr', 'fcr', [CompletionResultType]::ParameterValue, 'What was resolved at first contact')
            [CompletionResult]::new('reopen', 'reopen', [CompletionResultType]::ParameterValue, 'How many resolved tickets were reopened')
            [CompletionResult]::new('volume', 'volume', [CompletionResultType]::ParameterValue, 'Opened, resolved, backlog, week by week')
            [CompletionResult]::new('gaps', 'gaps', [CompletionResultType]::ParameterValue, 'The rules of severity `gap` that tickets break, by assignee')
            [CompletionResult]::new('csat', 'csat', [CompletionResultType]::ParameterValue, 'What customers think, on the desk''s scale')
            [CompletionResult]::new('time', 'time', [CompletionResultType]::ParameterValue, 'The work that was reported with comments, and what of it is billable')
            break
        }
        'tramite;report;sla' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('--on', '--on', [CompletionResultType]::ParameterName, 'Choose by another instant than that of the decision')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit 1, with the list on standard error, where a clock is in this state or worse')
            [CompletionResult]::new('--fail-under', '--fail-under', [CompletionResultType]::ParameterName, 'Exit 1 where compliance of a metric is under this percentage')
            [CompletionResult]::new('--policy-from', '--policy-from', [CompletionResultType]::ParameterName, 'The same history under other policies and calendars, beside today''s: a commit, or a folder with sla/ and calendars/')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;aging' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;response' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;fcr' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;reopen' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;volume' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;gaps' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--all-severities', '--all-severities', [CompletionResultType]::ParameterName, 'Rules of severity `warning` and `error` too')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;csat' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;report;time' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Tickets (`key:value` terms)')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by a key: type, priority, team, assignee, organization, month, a field')
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'Only this month, YYYY-MM')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only from this day on')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only to the end of this day')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As of this time: what happened later is left out')
            [CompletionResult]::new('--as-known', '--as-known', [CompletionResultType]::ParameterName, 'As known at this time: what was recorded later is left out too')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Make the page with this Handlebars template, which gets exactly the report''s JSON (means --format html)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--print-context', '--print-context', [CompletionResultType]::ParameterName, 'Print what a template gets')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;sla' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show why a ticket''s clocks stand where they stand, interval by interval')
            [CompletionResult]::new('due', 'due', [CompletionResultType]::ParameterValue, 'List what runs out next, soonest first')
            break
        }
        'tramite;sla;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every interval, where a long life is told in runs of days otherwise')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;sla;due' {
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Only what runs out within this working time')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;calendar' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a month: hours, holidays and their names')
            [CompletionResult]::new('elapsed', 'elapsed', [CompletionResultType]::ParameterValue, 'Print the working time between two instants')
            [CompletionResult]::new('due', 'due', [CompletionResultType]::ParameterValue, 'Print when a working time that starts at an instant has passed')
            [CompletionResult]::new('eval', 'eval', [CompletionResultType]::ParameterValue, 'Answer questions, one JSON object a line, from standard input')
            break
        }
        'tramite;calendar;show' {
            [CompletionResult]::new('--month', '--month', [CompletionResultType]::ParameterName, 'The month, YYYY-MM; this one otherwise')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;calendar;elapsed' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;calendar;due' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;calendar;eval' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;type' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the desk''s types')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a type: its fields, statuses and moves')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of the type''s ticket file, for editors and importers')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Bring a preset''s type into this desk, with its policy, tables, macros and views')
            [CompletionResult]::new('rename-status', 'rename-status', [CompletionResultType]::ParameterValue, 'Give a status another id: in the type, in all that names it, and in its tickets')
            break
        }
        'tramite;type;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;type;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--mermaid', '--mermaid', [CompletionResultType]::ParameterName, 'Draw the flow as a Mermaid state diagram')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;type;schema' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;type;add' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be brought, and write nothing')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;type;rename-status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and write nothing')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;contact' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List contacts by organization')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a contact to an organization, which is made where the desk does not have it')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a contact or an organization; the file keeps its comments')
            break
        }
        'tramite;contact;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;contact;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Address')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Id of the organization')
            [CompletionResult]::new('--org', '--org', [CompletionResultType]::ParameterName, 'Id of the organization')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Name of the organization, where it is made')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'A role at the customer; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Anything else that the desk keeps of a contact; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Anything else that the desk keeps of a contact; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;contact;edit' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Another name')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Other addresses of a contact; may be repeated')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Other roles of a contact; may be repeated')
            [CompletionResult]::new('--flag', '--flag', [CompletionResultType]::ParameterName, 'A flag that an organization gets; may be repeated')
            [CompletionResult]::new('--no-flag', '--no-flag', [CompletionResultType]::ParameterName, 'A flag that an organization loses; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Anything else that the desk keeps of them; may be repeated')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Anything else that the desk keeps of them; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-roles', '--no-roles', [CompletionResultType]::ParameterName, 'The contact has no roles')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;person' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a person to the desk')
            break
        }
        'tramite;person;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'Address of their commits')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'A role; may be repeated')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'A team; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;sync' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--ours', '--ours', [CompletionResultType]::ParameterName, 'Where both sides changed the same: keep what was written here')
            [CompletionResult]::new('--theirs', '--theirs', [CompletionResultType]::ParameterName, 'Where both sides changed the same: take what was written there')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Settle the conflicts of tickets that git merge, rebase or cherry-pick left, and stage the files')
            [CompletionResult]::new('--files', '--files', [CompletionResultType]::ParameterName, 'Fetch every attached file too')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only say what would come and go')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would come and go')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;demo' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset to begin with')
            [CompletionResult]::new('--tickets', '--tickets', [CompletionResultType]::ParameterName, 'How many tickets, at most 1,000 a month')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Another number makes another desk')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;hooks' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Put tramite''s hooks into this repository, beside those of others')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take tramite''s hooks away; those that were there before come back')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'List tramite''s hooks and whether they are there')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'What a hook does; called by its script')
            break
        }
        'tramite;hooks;install' {
            [CompletionResult]::new('--pusher', '--pusher', [CompletionResultType]::ParameterName, 'With --server: who pushes, by the variable of the hook''s environment that names them (GL_USER, REMOTE_USER …) or by address; every committer must be that person')
            [CompletionResult]::new('--max-backdate', '--max-backdate', [CompletionResultType]::ParameterName, 'With --server: how far back the dates of a commit may lie: 15d, 36h')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The hook of a repository that is pushed to: pre-receive, which runs `tramite check`')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;hooks;uninstall' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;hooks;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;hooks;run' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;doctor' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;undo' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be taken back, and how')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;links' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;scan' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be recorded')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite ticket files even though their YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;orphans' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;sweep' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and write nothing')
            [CompletionResult]::new('--anytime', '--anytime', [CompletionResultType]::ParameterName, 'Also what would wait for working hours')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;bulk' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'The text; several are paragraphs')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the text from a file (`-`: standard input)')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel that the text goes by')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened, if not now')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'The text is for the customers')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Closed and rejected tickets too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and write nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--drop-yaml-comments', '--drop-yaml-comments', [CompletionResultType]::ParameterName, 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;outbox' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Since this commit or time: an id, `HEAD~1`, 2026-11-24, -2d')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Who they come from; the desk''s `outbox: {from: …}` otherwise')
            [CompletionResult]::new('--maildir', '--maildir', [CompletionResultType]::ParameterName, 'Put those that are new into this maildir')
            [CompletionResult]::new('--send', '--send', [CompletionResultType]::ParameterName, 'Give what waits in the maildir to this program, such as `sendmail -t -oi`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Refuse to tell of more than this')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;import' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('jsonl', 'jsonl', [CompletionResultType]::ParameterValue, 'JSON lines: one ticket with its events per line')
            break
        }
        'tramite;import;jsonl' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--skip-bad', '--skip-bad', [CompletionResultType]::ParameterName, 'Leave bad lines out and import the rest')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tramite;export' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;completions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write one page per command here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tramite;merge-driver' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--directory', '--directory', [CompletionResultType]::ParameterName, 'Work in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print straight to the terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
